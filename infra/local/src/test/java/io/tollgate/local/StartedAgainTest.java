package io.tollgate.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.local.RunningGateway.Ready;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `./tollgate up` over a directory that has a configuration already.
@Timeout(60)
class StartedAgainTest {
  private static final String PUT = "organisation: acme\n# put\n";
  private static final String NAMED = "organisation: acme\n# named\n";

  // Held, since a logger that nobody holds forgets its level.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  @TempDir private Path directory;

  @BeforeAll
  static void quiet() {
    SERVER_LOG.setLevel(Level.WARNING);
  }

  /// What a gateway has in force after a start, and after a file was put there.
  private HttpResponse<String> up(String put, String... more) throws Exception {
    List<String> args = new ArrayList<>(List.of("--port", "0", "--data", directory + "/data"));
    args.addAll(List.of(more));
    try (var gateway =
        new Gateway(CommandLine.read(args), new LocalDeployment(Map.of(), new SecureRandom()))) {
      Ready ready = Ready.parse(gateway.readyLine());
      var config =
          HttpRequest.newBuilder(ready.url().resolve(URI.create("/admin/v1/config")))
              .header("Authorization", "Bearer " + ready.admin())
              .header("If-Match", "*");
      try (var client = HttpClient.newHttpClient()) {
        if (!put.isEmpty()) {
          var answer =
              client.send(
                  config.PUT(BodyPublishers.ofString(put)).build(), BodyHandlers.ofString());
          assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
        return client.send(config.GET().build(), BodyHandlers.ofString());
      }
    }
  }

  private static String version(HttpResponse<String> config) {
    return config.headers().firstValue("etag").orElse("");
  }

  private Path named() throws Exception {
    return Files.writeString(directory.resolve("tollgate.yaml"), NAMED);
  }

  @Test
  void what_was_put_stays_in_force_where_no_file_is_named() throws Exception {
    assertThat(up(PUT).body()).isEqualTo(PUT);
    HttpResponse<String> again = up("");
    assertThat(again.body()).isEqualTo(PUT);
    assertThat(version(again)).isEqualTo("\"2\"");
  }

  @Test
  void a_file_that_was_named_once_stays_in_force_too() throws Exception {
    assertThat(up("", "--config", named().toString()).body()).isEqualTo(NAMED);
    assertThat(up("").body()).isEqualTo(NAMED);
  }

  @Test
  void a_file_that_is_named_is_the_next_version_and_that_is_said() throws Exception {
    up(PUT);
    var told = new ByteArrayOutputStream();
    PrintStream before = System.err;
    System.setErr(new PrintStream(told, true, UTF_8));
    HttpResponse<String> again;
    try {
      again = up("", "--config", named().toString());
    } finally {
      System.setErr(before);
    }
    assertThat(again.body()).isEqualTo(NAMED);
    assertThat(version(again)).isEqualTo("\"3\"");
    assertThat(told.toString(UTF_8))
        .contains("tollgate.yaml is in force as version 3; it differs from version 2");
  }
}
