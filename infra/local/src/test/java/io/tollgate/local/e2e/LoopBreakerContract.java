package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Agents that do the same again and again, through the gateway of a machine.
@Timeout(120)
abstract class LoopBreakerContract extends GatewayContract {
  private static final String SESSION = "Tollgate-Session-Id";

  @Override
  Needs needs() {
    return Needs.policies(
        """
        - {loop_breaker: 5 identical in 24h, of: each session, action: stop}
        - {loop_breaker: 2 identical in 24h, of: session/warned, action: warn}
        """);
  }

  @BeforeAll
  void answer() {
    provider().on("m", (request, out) -> RawProvider.json(out, 200, RawProvider.completion(1)));
  }

  private Caller.Answer say(String session, String messages) {
    return caller()
        .chat(
            "{\"model\":\"house/m\",\"max_tokens\":10,\"messages\":[" + messages + "]}",
            SESSION,
            session);
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  private static String turn(String arguments, String result) {
    return ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c"
        + result
        + "\",\"type\":\"function\",\"function\":{\"name\":\"read_file\",\"arguments\":\""
        + arguments
        + "\"}}]},{\"role\":\"tool\",\"tool_call_id\":\"c"
        + result
        + "\",\"content\":\""
        + result
        + "\"}";
  }

  @Test
  void a_session_that_asks_the_same_again_and_again_is_stopped_and_no_other_is() {
    for (int i = 0; i < 5; i++) {
      assertThat(say("looping", user("try again")).status()).isEqualTo(200);
    }
    Caller.Answer sixth = say("looping", user("try again"));
    assertThat(sixth.status()).isEqualTo(429);
    assertThat(sixth.header("retry-after")).isEqualTo("60");
    assertThat(sixth.code()).isEqualTo("rate_limit_exceeded");
    assertThat(sixth.message())
        .contains("This call was made 5 times within 24h", "session/looping");
    assertThat(sixth.json().path("error").path("tollgate").path("policy").asText())
        .isEqualTo("loop_breaker:each session");
    assertThat(say("looping", user("try something else")).status()).isEqualTo(200);
    assertThat(say("innocent", user("try again")).status()).isEqualTo(200);
  }

  @Test
  void an_agent_that_makes_the_same_tool_call_with_a_growing_transcript_is_stopped() {
    var transcript = new StringBuilder(user("what does it say?"));
    for (int i = 0; i < 5; i++) {
      transcript.append(turn("{}", "nothing-" + i));
      assertThat(say("agent", transcript.toString()).status()).isEqualTo(200);
    }
    String sixth = transcript + turn("{}", "nothing");
    assertThat(say("agent", sixth).status()).isEqualTo(429);
    assertThat(say("agent", sixth).message())
        .contains("The tool call `read_file` was made with the same arguments 5 times within 24h");
    String other = transcript + turn("{\\\"path\\\":1}", "something");
    assertThat(say("agent", other).status()).isEqualTo(200);
  }

  @Test
  void a_session_that_is_only_warned_goes_on_and_is_told() {
    for (int i = 0; i < 2; i++) {
      assertThat(say("warned", user("once more")).header("tollgate-soft-limits")).isEmpty();
    }
    Caller.Answer third = say("warned", user("once more"));
    assertThat(third.status()).isEqualTo(200);
    assertThat(third.header("tollgate-soft-limits")).isEqualTo("loop_breaker%3Asession%2Fwarned");
    String id = third.header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("settled"));
    assertThat(caller().story(id).path("fingerprint").asText()).hasSize(12);
    assertThat(caller().story(id).path("decision").path("policies").toString())
        .contains("\"id\":\"loop_breaker:session/warned\"", "\"would_have_refused\":true");
  }

  @Test
  void the_story_of_a_stopped_call_names_the_policy_and_no_word_of_the_call() {
    for (int i = 0; i < 5; i++) {
      say("told", user("abracadabra"));
    }
    String id = say("told", user("abracadabra")).header("tollgate-request-id");
    Caller.until(() -> caller().story(id).path("state").asText().equals("refused"));
    assertThat(caller().story(id).path("decision").path("policies").get(0).path("id").asText())
        .isEqualTo("loop_breaker:each session");
    assertThat(caller().story(id).toString()).doesNotContain("abracadabra");
  }
}
