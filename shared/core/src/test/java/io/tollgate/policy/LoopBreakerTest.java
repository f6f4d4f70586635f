package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Fault;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.LoopLimit;
import io.tollgate.ledger.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoopBreakerTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final Bucket BUCKET = Bucket.of(NOW, 5);
  private static final Attribution RUN =
      new Attribution("ada", "bot", "research", "chat", "key_1", Optional.of("run-7"));
  private static final Attribution NO_RUN =
      new Attribution("ada", "bot", "research", "chat", "key_1", Optional.empty());

  private static Policies policies(String... policies) {
    return ConfigurationFileTest.parsed("policies:\n  - " + String.join("\n  - ", policies))
        .policies();
  }

  private static List<LoopLimit> loopLimits(Policies policies, Attribution who) {
    return policies.holds(who, "ada-laptop", "openai", "m", BUCKET).stream()
        .flatMap(hold -> hold.loopLimits().stream())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "5 identical in 60s, 5, PT1M",
    "2 identical in 1s, 2, PT1S",
    "1000 identical in 24h, 1000, PT24H",
    "20  identical  in  10 min, 20, PT10M",
  })
  void a_loop_breaker_says_how_many_identical_in_which_time(
      String text, long most, Duration within) {
    assertThat(loopLimits(policies("{loop_breaker: " + text + ", of: each session}"), RUN))
        .containsExactly(new LoopLimit(most, within, "loop_breaker:each session", Mode.HARD));
  }

  @ParameterizedTest
  @CsvSource({
    "'', HARD",
    "', action: stop', HARD",
    "', action: warn', SOFT",
    "', mode: soft', SOFT",
    "', mode: shadow', SHADOW",
    "', action: warn, mode: soft', SOFT",
    "', action: stop, mode: hard', HARD",
  })
  void action_is_another_word_for_a_mode(String said, Mode mode) {
    assertThat(
            loopLimits(policies("{loop_breaker: 5 identical in 60s, of: key/x" + said + "}"), RUN))
        .isEmpty();
    Policies own = policies("{loop_breaker: 5 identical in 60s, of: session/run-7" + said + "}");
    assertThat(loopLimits(own, RUN)).extracting(LoopLimit::mode).containsExactly(mode);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5 identical in 60s, of: each session, action: halt|`action`: 'halt' is neither `stop` nor `warn` (policies[0].action)",
        "5 identical in 60s, of: each session, action: stop, mode: soft|`action` says hard and `mode` says soft; leave one of the two out (policies[0].action)",
        "5 identical in 60s, of: each session, action: warn, mode: shadow|`action` says soft and `mode` says shadow; leave one of the two out (policies[0].action)",
        "1 identical in 60s, of: each session|`loop_breaker`: 1 is not from 2 to 1000 (policies[0].loop_breaker)",
        "1001 identical in 60s, of: each session|`loop_breaker`: 1001 is not from 2 to 1000 (policies[0].loop_breaker)",
        "5 identical in 25h, of: each session|`loop_breaker`: 25h is not from 1s to 24h (policies[0].loop_breaker)",
        "5 identical in 0s, of: each session|`loop_breaker`: 0s is not from 1s to 24h (policies[0].loop_breaker)",
        "5 in 60s, of: each session|`loop_breaker`: '5 in 60s' is not like `5 identical in 60s`; times are in s, min or h (policies[0].loop_breaker)",
        "5 identical in 60s, of: each member|`loop_breaker` is `of: each <scope>` or `<scope>/<name>` of these scopes alone: agent, key, session (policies[0].of)",
        "5 identical in 60s, of: workspace|`loop_breaker` is `of: each <scope>` or `<scope>/<name>` of these scopes alone: agent, key, session (policies[0].of)",
      })
  void what_is_wrong_is_said_with_its_value(String policy, String sentence) {
    assertThat(faults("policies:\n  - {loop_breaker: " + policy + "}"))
        .containsExactly("line 2: " + sentence);
  }

  @Test
  void an_account_has_one_loop_breaker() {
    assertThat(
            faults(
                """
                policies:
                  - {loop_breaker: 5 identical in 60s, of: each session}
                  - {loop_breaker: 50 identical in 1h, of: each session, id: hourly}
                """))
        .containsExactly(
            "line 3: the policy on line 2 already breaks the loops of each session (policies[1])");
  }

  @Test
  void one_of_a_session_stands_in_the_place_of_that_of_each() {
    Policies policies =
        policies(
            "{loop_breaker: 5 identical in 60s, of: each session}",
            "{loop_breaker: 50 identical in 60s, of: session/run-7}");
    assertThat(loopLimits(policies, RUN)).extracting(LoopLimit::most).containsExactly(50L);
  }

  @Test
  void a_call_without_a_session_has_the_loop_breakers_of_its_agent_and_key_alone() {
    Policies policies =
        policies(
            "{loop_breaker: 5 identical in 60s, of: each session}",
            "{loop_breaker: 6 identical in 60s, of: each agent}",
            "{loop_breaker: 7 identical in 60s, of: key/ada-laptop}");
    assertThat(loopLimits(policies, RUN)).extracting(LoopLimit::most).containsExactly(6L, 7L, 5L);
    assertThat(loopLimits(policies, NO_RUN)).extracting(LoopLimit::most).containsExactly(6L, 7L);
  }

  @Test
  void a_session_with_nothing_but_a_loop_breaker_is_held_on() {
    Policies policies = policies("{loop_breaker: 5 identical in 60s, of: each session}");
    var session = new Scope(ScopeKind.SESSION, "run-7");
    assertThat(policies.holds(RUN, "openai", "m", BUCKET))
        .extracting(Hold::scope)
        .contains(session);
    assertThat(policies.booked(RUN)).doesNotContain(session);
  }

  @Test
  void nobody_asks_for_fingerprints_unless_a_loop_breaker_speaks_of_the_call() {
    Policies sessions = policies("{loop_breaker: 5 identical in 60s, of: each session}");
    assertThat(sessions.breakLoops(RUN, "k")).isTrue();
    assertThat(sessions.breakLoops(NO_RUN, "k")).isFalse();
    assertThat(policies("{rate: 1/s, of: each key}").breakLoops(RUN, "k")).isFalse();
  }

  private static List<String> faults(String file) {
    return switch (ConfigurationFile.read(file, NOW)) {
      case ConfigurationFile.Parsed parsed -> List.of();
      case ConfigurationFile.Faulty(List<Fault> faults) ->
          faults.stream().map(Fault::toString).toList();
    };
  }
}
