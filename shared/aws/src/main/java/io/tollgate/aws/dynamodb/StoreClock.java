package io.tollgate.aws.dynamodb;

import io.tollgate.table.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;

/// Reads the store's clock off its answers: the `Date` header, whole seconds, on refusals too.
final class StoreClock {
  private StoreClock() {}

  /// {@link Answer#NO_TIME} where the answer carries no readable date.
  static Instant of(SdkHttpResponse response) {
    return response.firstMatchingHeader("Date").flatMap(StoreClock::parse).orElse(Answer.NO_TIME);
  }

  /// {@link Answer#NO_TIME} where the answer carries no readable date.
  static Instant of(AwsServiceException failure) {
    return details(failure.awsErrorDetails()).map(StoreClock::of).orElse(Answer.NO_TIME);
  }

  private static Optional<SdkHttpResponse> details(@Nullable AwsErrorDetails details) {
    return Optional.ofNullable(details).map(AwsErrorDetails::sdkHttpResponse);
  }

  private static Optional<Instant> parse(String date) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)));
    } catch (DateTimeException unreadable) {
      return Optional.empty();
    }
  }
}
