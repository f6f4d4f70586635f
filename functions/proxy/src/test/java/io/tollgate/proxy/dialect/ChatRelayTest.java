package io.tollgate.proxy.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Lines of a stream that are longer than what arrives at once, or never end.
class ChatRelayTest {
  private static final int MEGABYTE = 1 << 20;
  private static final String WORD = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String USAGE =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}";

  private final Relay relay = new ChatRelay(false, usage -> Optional.empty());
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private void arrives(String piece) throws IOException {
    byte[] bytes = piece.getBytes(UTF_8);
    relay.accept(bytes, 0, bytes.length, out);
  }

  private String passed() {
    return out.toString(UTF_8);
  }

  @Test
  void a_line_in_many_small_pieces_passes_when_it_is_whole() throws IOException {
    String line = "data: {\"x\":\"" + "y".repeat(900_000) + "\"}\n\n";
    for (int at = 0; at < line.length(); at += 50) {
      arrives(line.substring(at, Math.min(line.length(), at + 50)));
    }
    assertThat(passed()).isEqualTo(line);
  }

  @Test
  void a_first_line_longer_than_a_megabyte_passes_in_pieces_and_the_usage_after_it_counts()
      throws IOException {
    String begun = "data: {\"x\":\"" + "y".repeat(MEGABYTE);
    arrives(begun.substring(0, 5));
    arrives(begun.substring(5));
    assertThat(passed()).isEqualTo(begun);
    arrives("y\"}\n\n" + WORD + USAGE + "\n\ndata: [DONE]\n\n");
    assertThat(passed()).isEqualTo(begun + "y\"}\n\n" + WORD + "data: [DONE]\n\n");
    assertThat(relay.usage()).isPresent();
    assertThat(relay.isDone()).isTrue();
  }

  @Test
  void a_megabyte_without_a_line_break_that_is_no_event_is_garbage() throws IOException {
    arrives("<html>");
    arrives("y".repeat(MEGABYTE));
    assertThat(relay.isGarbage()).isTrue();
    assertThat(passed()).isEmpty();
  }

  @Test
  void a_last_line_without_a_break_passes_as_it_came() throws IOException {
    arrives(WORD + "data: [DONE]");
    relay.end(out);
    assertThat(passed()).isEqualTo(WORD + "data: [DONE]");
  }

  @Test
  void a_usage_without_a_line_break_is_counted_and_taken_out() throws IOException {
    arrives(WORD + USAGE);
    relay.end(out);
    assertThat(passed()).isEqualTo(WORD);
    assertThat(relay.usage()).isPresent();
  }
}
