package io.tollgate.aws.localstack;

import java.net.URI;
import java.util.Optional;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/// One LocalStack for all tests of this JVM, started by the first that asks; Testcontainers ends it
/// with the JVM.
///
/// `-Dtollgate.localstack.image=…` names another image. Those after 4.14.0 want a token, which is
/// handed on if the environment has one.
public final class LocalStack {
  private static final String IMAGE = "localstack/localstack";
  private static final String NAMED =
      System.getProperty("tollgate.localstack.image", IMAGE + ":4.14.0");

  private LocalStack() {}

  private static final class Started {
    static final LocalStackContainer CONTAINER = start();

    private static LocalStackContainer start() {
      var container =
          new LocalStackContainer(DockerImageName.parse(NAMED).asCompatibleSubstituteFor(IMAGE))
              .withServices("dynamodb", "sqs", "secretsmanager");
      Optional.ofNullable(System.getenv("LOCALSTACK_AUTH_TOKEN"))
          .ifPresent(token -> container.withEnv("LOCALSTACK_AUTH_TOKEN", token));
      container.start();
      return container;
    }
  }

  public static URI endpoint() {
    return Started.CONTAINER.getEndpoint();
  }

  /// A builder whose client speaks to it.
  public static <B extends AwsClientBuilder<B, ?>> B at(B builder) {
    LocalStackContainer container = Started.CONTAINER;
    return builder
        .endpointOverride(container.getEndpoint())
        .region(Region.of(container.getRegion()))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(container.getAccessKey(), container.getSecretKey())));
  }
}
