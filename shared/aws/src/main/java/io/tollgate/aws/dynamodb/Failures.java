package io.tollgate.aws.dynamodb;

import io.tollgate.table.Answer;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Verdict;
import io.tollgate.table.Verdict.Reason;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/// What a failed call means. A 4xx is a definite no, unless an earlier attempt of the same call
/// went unanswered; everything else (no answer, 5xx) is unknown.
final class Failures {
  private static final Set<String> OUR_MISTAKES =
      Set.of("ValidationException", "ValidationError", "SerializationException");

  private Failures() {}

  static Answer answer(SdkException failure, Attempts attempts) {
    return switch (failure) {
      case ConditionalCheckFailedException refused ->
          new Answer.Refused(Attributes.item(refused.item()), StoreClock.of(refused));
      case AwsServiceException mistake when isOurs(mistake) -> throw invalid(mistake);
      case AwsServiceException no when isDefinite(no, attempts) ->
          new Answer.NotApplied(sentence(no));
      default -> new Answer.Unknown(sentence(failure));
    };
  }

  static Verdict verdict(SdkException failure, Attempts attempts, int writes) {
    return switch (failure) {
      case TransactionCanceledException cancelled -> cancelled(cancelled, attempts);
      // The same transaction is still under way, from an attempt that went unanswered.
      case TransactionInProgressException underWay -> new Verdict.Unknown(sentence(underWay));
      case AwsServiceException mistake when isOurs(mistake) -> throw invalid(mistake);
      case AwsServiceException no when isDefinite(no, attempts) ->
          new Verdict.Cancelled(Collections.nCopies(writes, Reason.CONFLICT));
      default -> new Verdict.Unknown(sentence(failure));
    };
  }

  static RuntimeException reading(SdkException failure) {
    return failure instanceof AwsServiceException mistake && isOurs(mistake)
        ? invalid(mistake)
        : new StoreUnavailable(sentence(failure), failure);
  }

  private static Verdict cancelled(TransactionCanceledException failure, Attempts attempts) {
    List<Reason> reasons = failure.cancellationReasons().stream().map(Failures::reason).toList();
    boolean saysWhy = reasons.stream().anyMatch(Reason::isCondition);
    return saysWhy || attempts.allAnswered()
        ? new Verdict.Cancelled(reasons)
        : new Verdict.Unknown(sentence(failure));
  }

  private static Reason reason(CancellationReason reason) {
    return switch (reason.code()) {
      case "None" -> Reason.NONE;
      case "ConditionalCheckFailed" -> Reason.condition(Attributes.item(reason.item()));
      case "TransactionConflict",
          "ThrottlingError",
          "ProvisionedThroughputExceeded",
          "RequestLimitExceeded" ->
          Reason.CONFLICT;
      default -> throw new InvalidWrite(reason.code() + ": " + reason.message());
    };
  }

  private static boolean isOurs(AwsServiceException failure) {
    return OUR_MISTAKES.contains(code(failure));
  }

  private static boolean isDefinite(AwsServiceException failure, Attempts attempts) {
    return failure.statusCode() >= 400 && failure.statusCode() < 500 && attempts.allAnswered();
  }

  private static InvalidWrite invalid(AwsServiceException failure) {
    return new InvalidWrite(code(failure) + ": " + failure.awsErrorDetails().errorMessage());
  }

  private static String code(AwsServiceException failure) {
    var details = failure.awsErrorDetails();
    return details == null || details.errorCode() == null ? "" : details.errorCode();
  }

  private static String sentence(SdkException failure) {
    return failure.getClass().getSimpleName() + ": " + failure.getMessage();
  }
}
