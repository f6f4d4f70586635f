package io.tollgate.aws.dynamodb;

import io.tollgate.table.Table;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.http.SdkHttpClient;

/// One DynamoDB Local for all tests of this JVM, started by the first that asks.
public final class LocalStore {
  /// The machine may be busy with other builds; a repeated attempt would be a fault that no test
  /// asked for.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private LocalStore() {}

  private static final class Started {
    static final DynamoDbLocal LOCAL = DynamoDbLocal.start(DynamoDbLocal.home(sourceTree()));
    static final SdkHttpClient HTTP = DynamoDbClients.http();
    static final DynamoDbClients CLIENTS = DynamoDbClients.at(LOCAL.endpoint(), HTTP, PATIENCE);
  }

  public static URI endpoint() {
    return Started.LOCAL.endpoint();
  }

  /// Makes an empty table and gives its name.
  public static String newTable() {
    String name = "tollgate-" + UUID.randomUUID();
    TableSchema.create(Started.CLIENTS.retrying(), name);
    return name;
  }

  /// The table of that name over an undisturbed wire.
  public static Table table(String name) {
    return new DynamoDbTable(name, Started.CLIENTS);
  }

  /// The table of that name over a wire of the caller's, such as a faulty one.
  public static Table table(String name, SdkHttpClient http) {
    return new DynamoDbTable(name, DynamoDbClients.at(endpoint(), http, PATIENCE));
  }

  /// Tests run in their module's directory or in the root.
  private static Path sourceTree() {
    Path start = Path.of("").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("infra/dynamodb-local/pom.xml"))) {
        return at;
      }
    }
    throw new IllegalStateException("There is no infra/dynamodb-local in or above " + start + ".");
  }
}
