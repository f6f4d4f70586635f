package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/// Loop breakers, through the whole proxy.
class LoopsOfTheHouseTest {
  private static final String SESSION = "Tollgate-Session-Id";
  private static final String ANSWER =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1,\"total_tokens\":2}}";
  private static final String STOP =
      "policies:\n  - {loop_breaker: 2 identical in 1h, of: each session}\n";

  private static House house(String rules) {
    var house = new House(rules);
    house.provider.plays(FakeProvider.plain(ANSWER));
    return house;
  }

  private static String chat(String messages) {
    return "{\"model\":\"house/plain\",\"messages\":[" + messages + "]}";
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  /// A transcript in which the same tool was called so often.
  private static String searching(int times) {
    return chat(
        user("find cats")
            + (",{\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"function\",\"function\":"
                    + "{\"name\":\"search\",\"arguments\":\"{\\\"secret\\\":1}\"}}]},"
                    + "{\"role\":\"tool\",\"content\":\"none\"}")
                .repeat(times));
  }

  @Test
  void the_third_of_two_identical_calls_is_refused_with_what_to_do() {
    try (var house = house(STOP)) {
      house.chat(chat(user("hi")), SESSION, "run-7");
      house.chat(chat(user("hi")), SESSION, "run-7");
      Heard third = house.chat(chat(user("hi")), SESSION, "run-7");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.header("retry-after")).isEqualTo("60");
      assertThat(third.body())
          .contains(
              "This call was made 2 times within 1h, as often as 'loop_breaker:each session'"
                  + " allows session/run-7; change the request, wait, or have the policy changed.")
          .contains("\"rate_limit_exceeded\"")
          .contains("\"repeated\":\"call\"");
      assertThat(house.provider.received()).hasSize(2);
    }
  }

  @Test
  void a_refusal_that_is_remembered_stops_nobody_but_the_loop() {
    try (var house = house(STOP)) {
      for (int i = 0; i < 4; i++) {
        house.chat(chat(user("hi")), SESSION, "run-7");
      }
      assertThat(house.chat(chat(user("something longer")), SESSION, "run-7").status())
          .isEqualTo(200);
      assertThat(house.chat(chat(user("hi")), SESSION, "run-8").status()).isEqualTo(200);
      assertThat(house.chat(chat(user("hi"))).status()).isEqualTo(200);
      assertThat(house.chat(chat(user("hi")), SESSION, "run-7").status()).isEqualTo(429);
    }
  }

  @Test
  void a_tool_call_that_is_repeated_is_refused_by_its_name_and_not_by_its_arguments() {
    try (var house = house(STOP)) {
      assertThat(house.chat(searching(0), SESSION, "run-7").status()).isEqualTo(200);
      assertThat(house.chat(searching(1), SESSION, "run-7").status()).isEqualTo(200);
      assertThat(house.chat(searching(2), SESSION, "run-7").status()).isEqualTo(200);
      Heard third = house.chat(searching(3), SESSION, "run-7");
      assertThat(third.status()).isEqualTo(429);
      assertThat(third.body())
          .contains("The tool call `search` was made with the same arguments 2 times within 1h")
          .contains("\"repeated\":\"tool_call\"")
          .doesNotContain("secret");
    }
  }

  @Test
  void the_event_has_the_fingerprints_and_the_account_is_charged() {
    try (var house = house(STOP)) {
      house.chat(searching(1), SESSION, "run-7");
      CallFacts facts = facts(house);
      assertThat(facts.fingerprint()).hasSize(12);
      assertThat(facts.toolFingerprint()).hasSize(12).isNotEqualTo(facts.fingerprint());
      assertThat(house.account(ScopeKind.SESSION, "run-7").item().namesStartingWith("f."))
          .hasSize(2);
      assertThat(house.spent(ScopeKind.SESSION, "run-7")).isNotEqualTo("0");
    }
  }

  @Test
  void without_a_loop_breaker_no_fingerprint_is_taken() {
    try (var house = house("policies:\n  - {budget: total, of: each session, limit_usd: 5}\n")) {
      house.chat(searching(1), SESSION, "run-7");
      assertThat(facts(house).fingerprint()).isEmpty();
      assertThat(facts(house).toolFingerprint()).isEmpty();
    }
  }

  private static CallFacts facts(House house) {
    return EventJson.facts(((UsageEvent.Ended) house.events.getLast()).incoming().facts());
  }

  @Test
  void a_loop_breaker_that_warns_lets_the_call_through_and_tells() {
    String warn =
        "policies:\n  - {loop_breaker: 2 identical in 1h, of: each session, action: warn}\n";
    try (var house = house(warn)) {
      for (int i = 0; i < 2; i++) {
        assertThat(house.chat(chat(user("hi")), SESSION, "run-7").header("tollgate-soft-limits"))
            .isEmpty();
      }
      Heard third = house.chat(chat(user("hi")), SESSION, "run-7");
      assertThat(third.status()).isEqualTo(200);
      assertThat(third.header("tollgate-soft-limits")).isEqualTo("loop_breaker%3Aeach%20session");
      assertThat(facts(house).remarks())
          .containsExactly(
              new CallFacts.Remark("loop_breaker:each session", "session/run-7", "soft"));
    }
  }

  @Test
  void a_call_and_its_tool_call_that_are_both_repeated_are_remarked_on_once() {
    String shadow =
        "policies:\n  - {loop_breaker: 2 identical in 1h, of: each session, mode: shadow}\n";
    try (var house = house(shadow)) {
      for (int i = 0; i < 3; i++) {
        house.chat(searching(1), SESSION, "run-7");
      }
      assertThat(facts(house).remarks())
          .containsExactly(
              new CallFacts.Remark("loop_breaker:each session", "session/run-7", "shadow"));
    }
  }

  @Test
  void an_agent_may_have_a_loop_breaker_without_a_session() {
    try (var house = house("policies:\n  - {loop_breaker: 2 identical in 1h, of: each agent}\n")) {
      for (int i = 0; i < 2; i++) {
        house.chat(chat(user("hi")), "Tollgate-Agent", "bot");
      }
      assertThat(house.chat(chat(user("hi")), "Tollgate-Agent", "bot").status()).isEqualTo(429);
      assertThat(house.chat(chat(user("hi")), "Tollgate-Agent", "crawler").status()).isEqualTo(200);
    }
  }

  @Test
  void no_word_of_what_was_asked_is_ever_written() {
    List<String> written = new CopyOnWriteArrayList<>();
    try (var house = new House(STOP, table -> new ListeningTable(table, written))) {
      house.provider.plays(FakeProvider.plain(ANSWER));
      for (int i = 1; i < 5; i++) {
        house.chat(searching(i), SESSION, "run-7");
      }
      assertThat(String.join("\n", written))
          .contains("run-7")
          .doesNotContain("cats", "secret", house.secret);
      house.events.forEach(event ->
          assertThat(EventJson.write(event)).doesNotContain("cats", "secret", house.secret));
      assertThat(house.log).noneMatch(line -> line.contains("cats") || line.contains("secret"));
    }
  }

  /// A table that tells what is written into it.
  private static final class ListeningTable extends DelegatingTable {
    private final List<String> written;

    ListeningTable(Table table, List<String> written) {
      super(table);
      this.written = written;
    }

    @Override
    public Answer write(Write write) {
      written.add(write.toString());
      return super.write(write);
    }

    @Override
    public Verdict transact(List<Write> writes) {
      written.add(writes.toString());
      return super.transact(writes);
    }
  }
}
