package io.tollgate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The example events that also feed `sam local invoke`.
final class ExampleEventsTest {
  private static final Invocation INVOCATION =
      new Invocation("example", Instant.parse("2026-11-24T12:15:00Z"));

  private static Request read(String name) throws IOException {
    return Envelope.read(Files.readAllBytes(Path.of("../../events", name)), INVOCATION);
  }

  @Test
  void the_proxys_example_is_a_chat_with_its_dimensions_in_headers() throws IOException {
    Request request = read("proxy/chat.json");
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.path()).isEqualTo("/v1/chat/completions");
    assertThat(request.headers().first("tollgate-agent")).contains("support-bot");
    assertThat(new String(request.body(), StandardCharsets.UTF_8)).contains("\"stream\": true");
  }

  @Test
  void the_admins_example_asks_for_spend_by_two_axes() throws IOException {
    Request request = read("admin/spend.json");
    assertThat(request.path()).isEqualTo("/admin/v1/spend");
    assertThat(request.query()).startsWith("by=agent").endsWith("feature");
    assertThat(request.body()).isEmpty();
  }
}
