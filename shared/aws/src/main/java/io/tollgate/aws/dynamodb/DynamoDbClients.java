package io.tollgate.aws.dynamodb;

import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// The two clients of one store over one HTTP client. There are two because the SDK cannot say per
/// request that it must not be repeated.
///
/// @param retrying up to three attempts
/// @param once one request on the wire for each call, whatever becomes of it
/// @param attemptLimit after which the retrying client gives an attempt up
public record DynamoDbClients(DynamoDbClient retrying, DynamoDbClient once, Duration attemptLimit)
    implements AutoCloseable {
  private static final int ATTEMPTS = 3;

  /// DynamoDB answers within tens of milliseconds; a caller of ours waits for it.
  private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(1);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

  /// The store of the account and region that the environment names, as in a function.
  public static DynamoDbClients onAws(SdkHttpClient http) {
    return new DynamoDbClients(
        retrying(DynamoDbClient.builder(), http, ATTEMPT_LIMIT),
        once(DynamoDbClient.builder(), http),
        ATTEMPT_LIMIT);
  }

  /// A store on this machine, which takes any credentials.
  public static DynamoDbClients at(URI endpoint, SdkHttpClient http) {
    return at(endpoint, http, ATTEMPT_LIMIT);
  }

  /// A store on this machine, for callers who share it with something that keeps it busy.
  public static DynamoDbClients at(URI endpoint, SdkHttpClient http, Duration attemptLimit) {
    return new DynamoDbClients(
        retrying(local(endpoint), http, attemptLimit), once(local(endpoint), http), attemptLimit);
  }

  /// The HTTP client for both: the JDK's own, which starts fastest.
  public static SdkHttpClient http() {
    return new JdkHttp(UrlConnectionHttpClient.builder().connectionTimeout(ATTEMPT_LIMIT).build());
  }

  /// Three attempts and the pauses between them.
  Duration retryingLimit() {
    return attemptLimit.multipliedBy(ATTEMPTS).plus(LONGEST_PAUSE.multipliedBy(ATTEMPTS));
  }

  private static DynamoDbClient retrying(
      DynamoDbClientBuilder builder, SdkHttpClient http, Duration attemptLimit) {
    var pause = BackoffStrategy.exponentialDelay(FIRST_PAUSE, LONGEST_PAUSE);
    var strategy =
        DefaultRetryStrategy.standardStrategyBuilder()
            .maxAttempts(ATTEMPTS)
            .backoffStrategy(pause)
            .throttlingBackoffStrategy(pause)
            .build();
    var config = config(strategy).apiCallAttemptTimeout(attemptLimit).build();
    return builder.httpClient(http).overrideConfiguration(config).build();
  }

  private static DynamoDbClient once(DynamoDbClientBuilder builder, SdkHttpClient http) {
    var config = config(DefaultRetryStrategy.doNotRetry()).build();
    return builder.httpClient(http).overrideConfiguration(config).build();
  }

  private static ClientOverrideConfiguration.Builder config(RetryStrategy strategy) {
    return ClientOverrideConfiguration.builder()
        .retryStrategy(strategy)
        .addExecutionInterceptor(new Attempts.Counter());
  }

  private static DynamoDbClientBuilder local(URI endpoint) {
    return DynamoDbClient.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  /// Closes both clients; the HTTP client stays its owner's.
  @Override
  public void close() {
    retrying.close();
    once.close();
  }
}
