package io.tollgate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
  private static Options read(String line) {
    return CommandLine.read(line.isEmpty() ? List.of() : List.of(line.split(" ")));
  }

  @Test
  void nothing_said_is_port_8787_and_the_books_in_the_working_directory() {
    assertThat(read("")).isEqualTo(Options.DEFAULT);
    assertThat(Options.DEFAULT.port()).isEqualTo(8787);
    assertThat(Options.DEFAULT.store()).isEqualTo(new Options.Store.Data(Path.of(".tollgate")));
  }

  @Test
  void everything_can_be_said() {
    Options options =
        read(
            "--port 0 --config=a.yaml --data books --upstream http://127.0.0.1:9/v1 --max-call 2m"
                + " --grace 500ms --now 2026-11-30T23:59:00Z");
    assertThat(options.port()).isZero();
    assertThat(options.config()).contains(Path.of("a.yaml"));
    assertThat(options.store()).isEqualTo(new Options.Store.Data(Path.of("books")));
    assertThat(options.upstream()).contains(URI.create("http://127.0.0.1:9/v1"));
    assertThat(options.maxCall()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.grace()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.now()).contains(Instant.parse("2026-11-30T23:59:00Z"));
    assertThat(read("--memory").store()).isEqualTo(new Options.Store.Memory());
    assertThat(read("--dynamodb-local").store()).isEqualTo(new Options.Store.DynamoDbLocal());
  }

  @Test
  void isolated_functions_stand_on_dynamodb_local_with_eight_processes_unless_it_says_otherwise() {
    assertThat(read("").environments()).isEmpty();
    assertThat(read("--isolate").environments()).contains(8);
    assertThat(read("--isolate").store()).isEqualTo(new Options.Store.DynamoDbLocal());
    Options options =
        read("--isolate --dynamodb-local --environments 3 --max-call 30s --grace 30s");
    assertThat(options.environments()).contains(3);
    assertThat(options.store()).isEqualTo(new Options.Store.DynamoDbLocal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --prot 1                  | Unknown option --prot. Did you mean --port?
          --max-cal=3s              | Did you mean --max-call?
          up                        | Unknown option up.
          --port                    | --port needs a value.
          --config --memory         | --config needs a value.
          --port many               | --port many is no port
          --port 65536              | from 0 to 65535
          --max-call 900            | --max-call 900 is no duration; write 500ms, 90s, 15m or 1h.
          --max-call 16m            | --max-call 16m is not between
          --grace -1s               | --grace -1s is no duration
          --now yesterday           | --now yesterday is no time
          --upstream localhost:9    | --upstream localhost:9 is no URL
          --data x --memory         | --data and --memory exclude each other.
          --isolate --memory        | --isolate keeps its books in DynamoDB Local; leave --memory out.
          --isolate --data x        | leave --data out.
          --environments 2          | --environments is for --isolate.
          --isolate --environments 0 | --environments 0 is not between 1 and 999.
          --isolate --now 2026-11-30T23:59:00Z | --isolate and --now exclude each other
          --isolate --max-call 1500ms | --max-call and --grace are whole seconds.
          --max-call 30s --grace 29s | must be at least 60s together.
          """)
  void what_is_wrong_is_said_in_a_sentence(String line, String sentence) {
    assertThatThrownBy(() -> read(line)).isInstanceOf(Misuse.class).hasMessageContaining(sentence);
  }
}
