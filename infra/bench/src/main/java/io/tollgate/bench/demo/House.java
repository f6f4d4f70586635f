package io.tollgate.bench.demo;

import io.tollgate.bench.gateway.Desk;
import io.tollgate.bench.http.Ask;
import io.tollgate.money.Usd;
import java.net.URI;
import java.util.Map;

/// The organisation in which an agent runs away, and what it and all others send.
///
/// @param dear who answers the agent: input is free there, and 1,000 capped output tokens cost
///   exactly $0.06
/// @param usual who answers all others
record House(URI dear, URI usual) {
  static final String MEMBER = "ada";
  static final Usd CALL = Usd.parse("0.06");
  static final int DEAR_TOKENS = 1_000;
  static final int USUAL_TOKENS = 20;

  private static final int REQUEST_BYTES = 300;

  /// The file in which one guard alone is in force.
  String yaml(Guard guard) {
    var yaml =
        new StringBuilder(
            """
            organisation: demo
            timezone: UTC
            members: {ada: {}}
            providers:
              dear:
                dialect: openai
                base_url: "%s"
                credential: none
                zero_price: priced
                prices: {m: {input: 0, output: 60, context: 128000, max_output: 16384}}
              usual:
                dialect: openai
                base_url: "%s"
                credential: none
                prices: {m: {input: 0.15, output: 0.60, context: 128000, max_output: 16384}}
            policies:
            """
                .formatted(dear, usual));
    if (guard.policies().isEmpty()) {
      return yaml.append("  []\n").toString();
    }
    guard.policies().forEach(policy -> yaml.append("  - ").append(policy).append('\n'));
    return yaml.toString();
  }

  /// What a runaway agent sends again and again, in one session.
  static byte[] retry(Desk.Issued key, String agent) {
    return Ask.post(
        key.secret(),
        Map.of("tollgate-agent", agent, "tollgate-session-id", agent),
        Ask.chat("dear/m", false, DEAR_TOKENS, REQUEST_BYTES));
  }

  /// What others send: never the same twice, each in a session of their own.
  ///
  /// @param number how many questions there were before, of all of them
  static byte[] question(Desk.Issued key, long number) {
    return Ask.post(
        key.secret(),
        Map.of("tollgate-agent", "support-bot", "tollgate-session-id", key.id()),
        Ask.chat("usual/m", false, USUAL_TOKENS, "What does page " + number + " say?"));
  }
}
