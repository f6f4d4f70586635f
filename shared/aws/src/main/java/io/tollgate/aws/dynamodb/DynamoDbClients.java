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

/// The two clients of one store over one HTTP client. There are two because the SDK cannot say per request
/// that it must not be repeated.
///
/// @param retrying up to three attempts, each given up after a second
/// @param once one request on the wire for each call, whatever becomes of it
public record DynamoDbClients(DynamoDbClient retrying, DynamoDbClient once)
    implements AutoCloseable {
  private static final int ATTEMPTS = 3;
  private static final Duration ATTEMPT_LIMIT = Duration.ofSeconds(1);

  /// Three attempts and the pauses between them.
  static final Duration RETRYING_LIMIT = Duration.ofSeconds(4);

  /// The store of the account and region that the environment names, as in a function.
  public static DynamoDbClients onAws(SdkHttpClient http) {
    return new DynamoDbClients(retrying(DynamoDbClient.builder(), http), once(DynamoDbClient.builder(), http));
  }

  /// A store on this machine, which takes any credentials.
  public static DynamoDbClients at(URI endpoint, SdkHttpClient http) {
    return new DynamoDbClients(retrying(local(endpoint), http), once(local(endpoint), http));
  }

  /// The HTTP client for both: the JDK's own, which starts fastest.
  public static SdkHttpClient http() {
    return UrlConnectionHttpClient.builder()
        .connectionTimeout(ATTEMPT_LIMIT)
        .socketTimeout(RETRYING_LIMIT)
        .build();
  }

  private static DynamoDbClient retrying(DynamoDbClientBuilder builder, SdkHttpClient http) {
    var pause = BackoffStrategy.exponentialDelay(Duration.ofMillis(25), Duration.ofMillis(250));
    var strategy =
        DefaultRetryStrategy.standardStrategyBuilder()
            .maxAttempts(ATTEMPTS)
            .backoffStrategy(pause)
            .throttlingBackoffStrategy(pause)
            .build();
    var config = config(strategy).apiCallAttemptTimeout(ATTEMPT_LIMIT).build();
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
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
  }

  /// Closes both clients; the HTTP client stays its owner's.
  @Override
  public void close() {
    retrying.close();
    once.close();
  }
}
