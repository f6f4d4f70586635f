package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.ledger.Truth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A streamed answer whose provider is silent for a while. `hasty` is given up after 200 ms, so its
/// callers hear a comment every 50.
@Timeout(60)
final class KeepAliveTest {
  private static final String COMMENT = ": keep-alive\n\n";
  private static final long A_WHILE = 130;
  private static final String A = "data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n";
  private static final String U =
      "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}\n\n";
  private static final String DONE = "data: [DONE]\n\n";
  private static final String CHAT =
      "{\"model\":\"hasty/quick\",\"stream\":true,\"max_tokens\":50,\"messages\":"
          + "[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final House house = new House("");

  @AfterEach
  void close() {
    house.close();
  }

  /// Each piece after a while of silence.
  private Heard hear(String... pieces) {
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      for (String piece : pieces) {
        Thread.sleep(A_WHILE);
        FakeProvider.chunk(out, piece);
      }
      FakeProvider.write(out, "0\r\n\r\n");
      return true;
    });
    return house.chat(CHAT);
  }

  @Test
  void silence_between_two_events_is_filled_with_comments() {
    Heard heard = hear(A, A + U + DONE);
    assertThat(heard.body()).contains(A + COMMENT).contains(COMMENT + A + DONE);
    assertThat(heard.body().replace(COMMENT, "")).isEqualTo(A + A + DONE);
    assertThat(house.ended().truth()).isInstanceOf(Truth.Metered.class);
  }

  @Test
  void silence_before_the_first_event_begins_the_answer() {
    Heard heard = hear(A + U + DONE);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.writes().getFirst()).isEqualTo(COMMENT);
    assertThat(heard.body().replace(COMMENT, "")).isEqualTo(A + DONE);
  }

  @Test
  void an_event_is_never_cut_in_two() {
    int half = A.length() / 2;
    Heard heard = hear(A.substring(0, half), A.substring(half), "id: 7\n", A + U + DONE);
    assertThat(heard.body()).contains(A).contains("id: 7\n" + A);
    assertThat(heard.body().replace(COMMENT, "")).isEqualTo(A + "id: 7\n" + A + DONE);
  }

  @Test
  void comments_do_not_lengthen_the_providers_time() {
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      FakeProvider.chunk(out, A);
      Thread.sleep(2_000);
      return false;
    });
    long start = System.nanoTime();
    Heard heard = house.chat(CHAT);
    assertThat(System.nanoTime() - start).isLessThan(1_500_000_000L);
    assertThat(heard.body()).startsWith(A + COMMENT).contains("provider_timeout");
  }

  @Test
  void an_answer_in_one_piece_waits_in_silence() {
    house.provider.plays(out -> {
      String json = "{\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}";
      FakeProvider.write(
          out,
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n"
              .formatted(json.length()));
      Thread.sleep(A_WHILE);
      FakeProvider.write(out, json);
      return true;
    });
    assertThat(house.chat(CHAT.replace("\"stream\":true,", "")).body())
        .doesNotContain("keep-alive");
  }
}
