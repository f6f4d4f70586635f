package io.tollgate.proxy;

import static java.util.Map.entry;

import io.tollgate.aws.log.Log;
import io.tollgate.catalog.Offer;
import io.tollgate.event.CallFacts;
import java.util.HashMap;
import java.util.Map;

/// One line for each call, written where it ends; a function's metrics are read from it.
final class CallLog {
  private final Log log;

  CallLog(Log log) {
    this.log = log;
  }

  void ended(Call call, Route route, Outcome outcome) {
    if (call.unreserved()) {
      log.line(
          Log.Level.WARN,
          "unreserved",
          Map.of("request", call.id(), "key", call.who().key(), "cost_usd", cost(outcome)));
    }
    Offer offer = route.offer();
    if (offer.isEstimated()) {
      log.line(
          Log.Level.WARN,
          "estimated_price",
          Map.of(
              "request",
              call.id(),
              "key",
              call.who().key(),
              "provider",
              offer.provider().id(),
              "model",
              offer.model(),
              "cost_usd",
              cost(outcome)));
    }
    if (!log.takes(Log.Level.INFO)) {
      return;
    }
    log.line(Log.Level.INFO, "call", line(call, route, outcome));
  }

  private static Map<String, Object> line(Call call, Route route, Outcome outcome) {
    CallFacts facts = outcome.facts();
    Map<String, Object> line =
        new HashMap<>(
            Map.ofEntries(
                entry("request", call.id()),
                entry("key", call.who().key()),
                entry("member", call.who().member()),
                entry("agent", call.who().agent()),
                entry("department", call.who().department()),
                entry("feature", call.who().feature()),
                entry("provider", route.offer().provider().id()),
                entry("model", route.offer().model()),
                entry("outcome", outcome.getClass().getSimpleName()),
                entry("status", facts.attempts().getLast().status()),
                entry("input_tokens", tokens(outcome, true)),
                entry("output_tokens", tokens(outcome, false)),
                entry("cost_usd", cost(outcome)),
                entry("ms", facts.totalMillis())));
    for (CallFacts.Remark remark : call.remarks()) {
      line.merge(
          remark.wouldHaveRefused() ? "would_have_refused" : remark.word() + "_by",
          remark.policy(),
          (some, more) -> some + "," + more);
    }
    return line;
  }

  void refused(Refusal refusal, Progress at) {
    if (!log.takes(Log.Level.INFO)) {
      return;
    }
    Map<String, Object> line = new HashMap<>();
    line.put("request", at.visit().id());
    line.put("code", refusal.code().word());
    line.put("status", refusal.code().status());
    line.put("policy", refusal.policy());
    line.put("provider", at.provider());
    line.put("model", at.model());
    at.attribution()
        .ifPresent(who -> {
          line.put("key", who.key());
          line.put("member", who.member());
          line.put("agent", who.agent());
          line.put("department", who.department());
          line.put("feature", who.feature());
        });
    log.line(Log.Level.INFO, "call_refused", line);
  }

  private static long tokens(Outcome outcome, boolean input) {
    if (!(outcome instanceof Outcome.Delivered delivered)) {
      return 0;
    }
    return input ? delivered.usage().inputTokens() : delivered.usage().outputTokens();
  }

  private static String cost(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> delivered.charge().total().plain();
      case Outcome.Broken broken -> "bound";
      case Outcome.Unserved unserved -> "0";
    };
  }
}
