package io.tollgate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DynamoDbLocalTest {
  @TempDir private Path home;

  @Test
  void missing_jars_are_said_with_the_command_that_fetches_them() {
    assertThatThrownBy(() -> DynamoDbLocal.start(home))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("DynamoDB Local is not in " + home.resolve("lib"))
        .hasMessageContaining("mvn -f infra/dynamodb-local/pom.xml");
  }

  @Test
  void a_process_that_ends_at_once_is_said_with_the_place_of_its_own_words() throws IOException {
    Files.createDirectory(home.resolve("lib"));
    assertThatThrownBy(() -> DynamoDbLocal.start(home))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(home.toString())
        .hasMessageContaining(".log");
  }

  @Test
  void none_of_it_is_on_our_class_path() {
    assertThat(System.getProperty("java.class.path")).doesNotContain("DynamoDBLocal");
  }
}
