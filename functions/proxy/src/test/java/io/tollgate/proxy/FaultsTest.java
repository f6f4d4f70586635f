package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Truth;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Providers that are slow, rude or mad: what the caller hears, and what the books say.
class FaultsTest {
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String PLAIN = "{\"model\":\"hasty/quick\",\"max_tokens\":10," + HI;
  private static final String STREAM =
      "{\"model\":\"hasty/quick\",\"max_tokens\":10,\"stream\":true," + HI;
  private static final String A =
      "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n";
  private static final String U =
      "data: {\"id\":\"c\",\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}\n\n";

  private final House house =
      new House(
          """
          policies:
            - {budget: total, of: workspace, limit_usd: 1}
          """);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void a_provider_that_never_answers_is_a_504_and_costs_the_bound() {
    house.provider.plays(FaultsTest::wait);
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(504);
    assertThat(heard.body()).contains("provider_timeout");
    assertCharged();
  }

  @Test
  void a_provider_that_hangs_up_without_a_word_is_a_502_and_costs_the_bound() {
    house.provider.plays(out -> false);
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_unavailable");
    assertCharged();
  }

  @Test
  void what_is_not_http_is_a_502_and_costs_the_bound() {
    house.provider.plays(out -> {
      FakeProvider.write(out, "SSH-2.0-OpenSSH_9.7\r\n");
      return wait(out);
    });
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_invalid_response");
    assertCharged();
  }

  @Test
  void a_stream_that_falls_silent_ends_with_an_error_and_costs_the_bound() {
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      FakeProvider.chunk(out, A);
      return wait(out);
    });
    Heard heard = house.chat(STREAM);
    assertThat(heard.body()).startsWith(A).contains("provider_timeout").endsWith("\n\n");
    assertCharged();
  }

  @Test
  void a_stream_that_falls_silent_after_its_usage_is_charged_what_it_says() {
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      FakeProvider.chunk(out, A + U);
      return wait(out);
    });
    house.chat(STREAM);
    assertThat(house.ended().truth()).isInstanceOf(Truth.Metered.class);
    assertThat(house.spent(ScopeKind.WORKSPACE, "*")).isEqualTo("0.00003");
  }

  @Test
  void an_error_that_the_provider_tells_within_its_stream_is_told_once() {
    String error = "data: {\"error\":{\"message\":\"overloaded\"}}\n\n";
    house.provider.plays(FakeProvider.stream(A, error));
    assertThat(house.chat(STREAM).body()).isEqualTo(A + error);
    house.provider.plays(FakeProvider.broken(A, error));
    assertThat(house.chat(STREAM).body()).isEqualTo(A + error);
    assertThat(house.facts().attempts().getLast().error()).isEqualTo("error_event");
    assertThat(house.ended().truth()).isInstanceOf(Truth.CostUnknown.class);
  }

  @Test
  void a_stream_is_one_in_whatever_case_its_type_is_written() {
    house.provider.plays(out -> {
      FakeProvider.write(
          out,
          "HTTP/1.1 200 OK\r\ncontent-type: Text/Event-Stream; charset=UTF-8\r\ntransfer-encoding: chunked\r\n\r\n");
      FakeProvider.chunk(out, A + U + "data: [DONE]\n\n");
      FakeProvider.write(out, "0\r\n\r\n");
      return true;
    });
    assertThat(house.chat(STREAM).body()).isEqualTo(A + "data: [DONE]\n\n");
  }

  @Test
  void chunks_that_lie_about_their_length_cost_the_bound() {
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      FakeProvider.write(out, "3\r\n" + A + "\r\n");
      return wait(out);
    });
    Heard heard = house.chat(STREAM);
    assertThat(heard.status()).isEqualTo(502);
    assertCharged();
  }

  @Test
  void an_answer_cut_short_costs_the_bound() {
    house.provider.plays(out -> {
      FakeProvider.write(
          out,
          "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 999\r\n\r\n{\"id\":");
      return false;
    });
    assertThat(house.chat(PLAIN).status()).isEqualTo(502);
    assertCharged();
  }

  @Test
  void an_answer_without_usage_passes_and_costs_the_bound() {
    house.provider.plays(FakeProvider.plain("{\"id\":\"c\",\"choices\":[],\"usage\":null}"));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.header("tollgate-cost-usd")).isEmpty();
    assertCharged();
  }

  @Test
  void an_answer_that_ends_with_its_connection_is_whole() {
    house.provider.plays(out -> {
      FakeProvider.write(
          out,
          "HTTP/1.0 200 OK\r\ncontent-type: application/json\r\n\r\n{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}");
      return false;
    });
    assertThat(house.chat(PLAIN).header("tollgate-cost-usd")).isEqualTo("0.00003");
  }

  @Test
  void interim_answers_are_skipped() {
    house.provider.plays(out -> {
      FakeProvider.write(out, "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\n");
      return FakeProvider.plain("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}")
          .answer(out);
    });
    assertThat(house.chat(PLAIN).status()).isEqualTo(200);
  }

  @Test
  void errors_that_are_billed_cost_the_bound() {
    house.provider.plays(FakeProvider.status(500, "text/plain", "oops"));
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(500);
    assertThat(heard.body()).isEqualTo("oops");
    assertThat(heard.header("content-type")).isEqualTo("text/plain");
    assertCharged();
  }

  @Test
  void a_redirect_is_not_followed() {
    house.provider.plays(out -> {
      FakeProvider.write(
          out, "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n");
      return true;
    });
    Heard heard = house.chat(PLAIN);
    assertThat(heard.status()).isEqualTo(502);
    assertThat(heard.body()).contains("provider_invalid_response");
  }

  @Test
  void who_hangs_up_cancels_a_call_whose_provider_then_stops_billing() throws Exception {
    var cut = new CountDownLatch(1);
    house.provider.plays(out -> {
      FakeProvider.begin(out);
      try {
        for (int i = 0; i < 500; i++) {
          FakeProvider.chunk(out, A);
          Thread.sleep(5);
        }
      } catch (java.io.IOException e) {
        cut.countDown();
      }
      return false;
    });
    house.chat(new Heard(2), STREAM);
    assertThat(cut.await(2, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(house.facts().clientGone()).isTrue();
    assertCharged();
  }

  @Test
  void a_connection_that_the_provider_closed_is_not_used_again() throws Exception {
    house.provider.plays(out -> {
      FakeProvider.plain("{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}").answer(out);
      return false;
    });
    assertThat(house.chat(PLAIN).status()).isEqualTo(200);
    Thread.sleep(150);
    assertThat(house.chat(PLAIN).status()).isEqualTo(200);
    assertThat(house.provider.connections()).isEqualTo(2);
  }

  @Test
  void a_provider_without_a_credential_cannot_be_called() {
    Heard heard = house.chat(PLAIN.replace("hasty/quick", "poor/poor"));
    assertThat(heard.status()).isEqualTo(403);
    assertThat(heard.body()).contains("model_not_allowed");
    assertThat(house.get("/v1/models").body()).doesNotContain("poor/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x_groq", "cached"})
  void usage_in_other_places_is_read(String where) {
    String chunk =
        where.equals("x_groq")
            ? "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"x_groq\":{\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}}\n\n"
            : "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"prompt_tokens_details\":{\"cached_tokens\":4}}}\n\n";
    house.provider.plays(FakeProvider.stream(A, chunk, "data: [DONE]\n\n"));
    house.chat(STREAM);
    assertThat(house.ended().truth()).isInstanceOf(Truth.Metered.class);
    assertThat(house.spent(ScopeKind.WORKSPACE, "*")).isEqualTo("0.00003");
  }

  @Test
  void of_two_hundred_calls_at_ten_cents_on_a_dollar_exactly_ten_pass() throws Exception {
    var passed = new AtomicInteger();
    var inFlight = new AtomicInteger();
    var open = new CountDownLatch(190);
    house.provider.plays(out -> {
      open.await();
      return FakeProvider.plain(
              "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1000},\"choices\":[]}")
          .answer(out);
    });
    String call = "{\"model\":\"house/free-in\",\"max_tokens\":1000," + HI;
    var rate =
        house.key(
            "key_fast", java.util.Optional.empty(), io.tollgate.key.BudgetStatus.PAYMENT_REQUIRED);
    var threads = new java.util.ArrayList<Thread>();
    for (int i = 0; i < 200; i++) {
      String secret = i < 100 ? house.secret : rate;
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                Heard heard = house.chat(call, "Authorization", "Bearer " + secret);
                if (heard.status() == 200) {
                  passed.incrementAndGet();
                } else {
                  assertThat(heard.body()).contains("budget_in_flight");
                  assertThat(heard.status()).isEqualTo(429);
                  assertThat(heard.header("retry-after")).isNotEmpty();
                  inFlight.incrementAndGet();
                  open.countDown();
                }
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(passed.get()).isEqualTo(10);
    assertThat(inFlight.get()).isEqualTo(190);
    assertThat(house.spent(ScopeKind.WORKSPACE, "*")).isEqualTo("1");
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
    assertThat(house.chat(call).status()).isIn(402, 429);
  }

  private static boolean wait(java.io.OutputStream out) throws InterruptedException {
    Thread.sleep(1_000);
    return false;
  }

  private void assertCharged() {
    assertThat(house.ended().truth()).isInstanceOf(Truth.CostUnknown.class);
    assertThat(house.spent(ScopeKind.WORKSPACE, "*"))
        .isEqualTo(house.ended().reservation().amount().plain());
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
  }
}
