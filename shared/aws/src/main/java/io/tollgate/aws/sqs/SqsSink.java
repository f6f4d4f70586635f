package io.tollgate.aws.sqs;

import io.tollgate.aws.log.Log;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.event.UsageSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The usage events' way onto a queue of SQS, one message each.
///
/// It answers no whenever the queue did not say yes, and asks once: whoever has the event tries
/// again, settles itself, or writes it down (enforcement.md, section 12). An event that was taken
/// without our hearing of it comes twice, which changes nothing.
public final class SqsSink implements UsageSink {
  /// What every queue takes: 256 KB of UTF-8. AWS allows more since August 2025, if the queue says
  /// so. An event is some 2 KB; tags make the largest.
  static final int LARGEST = 256 * 1024;

  /// SQS answers within tens of milliseconds. The client has its answer by then, and Lambda bills
  /// the wait.
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Supplier<SqsClient> client;
  private final String queueUrl;
  private final Log log;

  /// @param client asked for with each event, that is after the first answer
  /// @param queueUrl as SQS gives it
  public SqsSink(Supplier<SqsClient> client, String queueUrl, Log log) {
    this.client = client;
    this.queueUrl = queueUrl;
    this.log = log;
  }

  /// A client that asks once, of the account and region that the environment names.
  public static SqsClient onAws(SdkHttpClient http) {
    return SqsClient.builder().httpClient(http).overrideConfiguration(asksOnce()).build();
  }

  static ClientOverrideConfiguration asksOnce() {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(DefaultRetryStrategy.doNotRetry())
        .apiCallAttemptTimeout(LIMIT)
        .build();
  }

  @Override
  public boolean send(UsageEvent event) {
    String message = EventJson.write(event);
    // Every character may be three bytes; most messages need no counting.
    if (message.length() > LARGEST / 3
        && message.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      return refused("the event is longer than " + LARGEST + " bytes");
    }
    try {
      client.get().sendMessage(request -> request.queueUrl(queueUrl).messageBody(message));
      return true;
    } catch (SdkException e) {
      return refused(e.toString());
    }
  }

  private boolean refused(String why) {
    log.line(Log.Level.WARN, "queue_refused", Map.of("why", why));
    return false;
  }
}
