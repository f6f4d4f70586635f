package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.books.LoggedCall;
import io.tollgate.event.CallFacts;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Source;
import io.tollgate.money.Usd;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.spend.Charge;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/// A request as JSON: all that is known of it, for "why was I refused?" and "what did this cost?".
final class Story {
  private final Book book;

  /// @param book tells the name of a key, by which policies may call it
  Story(Book book) {
    this.book = book;
  }

  /// One attempt in a list.
  ObjectNode line(LoggedCall call, Configuration configuration) {
    ObjectNode json = head(call.request(), call, configuration);
    switch (call) {
      case LoggedCall.Admitted admitted -> {
        putMoney(json, admitted.reservation().amount(), admitted.net());
        putSource(json, admitted);
      }
      case LoggedCall.Refused refused ->
          json.put("code", refused.event().code()).put("policy", refused.event().policy());
    }
    return json.put("state", word(call.state()));
  }

  /// A request with all of its attempts.
  ///
  /// @param calls at least one, in their order
  ObjectNode of(String id, List<LoggedCall> calls, Configuration configuration) {
    LoggedCall last = calls.getLast();
    ObjectNode json = head(id, last, configuration);
    putDecision(json.putObject("decision"), calls, configuration);
    List<LoggedCall.Admitted> admitted =
        calls.stream()
            .filter(LoggedCall.Admitted.class::isInstance)
            .map(LoggedCall.Admitted.class::cast)
            .toList();
    if (!admitted.isEmpty()) {
      putAttempt(json, admitted.getLast());
      Usd cost = admitted.stream().map(LoggedCall.Admitted::net).reduce(Usd.ZERO, Usd::plus);
      putMoney(json, admitted.getLast().reservation().amount(), cost);
    }
    json.put("state", word(state(calls)));
    ArrayNode attempts = json.putArray("attempts");
    for (LoggedCall.Admitted one : admitted) {
      ObjectNode attempt = attempts.addObject().put("id", one.rid());
      putMoney(attempt, one.reservation().amount(), one.net());
      putSource(attempt, one);
      attempt.put("state", word(one.state()));
    }
    return json;
  }

  private static LoggedCall.State state(List<LoggedCall> calls) {
    return calls.stream()
        .map(LoggedCall::state)
        .filter(LoggedCall.State.OPEN::equals)
        .findFirst()
        .orElse(calls.getLast().state());
  }

  private static ObjectNode head(String id, LoggedCall call, Configuration configuration) {
    Attribution who = call.subject().attribution();
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", id)
            .put("at", Times.text(call.at(), configuration.calendar()));
    ObjectNode attribution =
        json.putObject("attribution")
            .put("member", who.member())
            .put("agent", who.agent())
            .put("department", who.department())
            .put("feature", who.feature())
            .put("key", who.key());
    who.session().ifPresent(session -> attribution.put("session", session));
    return json.put("model", call.subject().model()).put("provider", call.subject().provider());
  }

  private void putDecision(ObjectNode json, List<LoggedCall> calls, Configuration configuration) {
    switch (calls.getFirst()) {
      case LoggedCall.Refused(String rid, var event) -> {
        json.put("admitted", false)
            .put("status", event.status())
            .put("code", event.code())
            .put("message", event.message());
        ArrayNode policies = json.putArray("policies");
        if (!event.policy().isEmpty()) {
          policies.addObject().put("id", event.policy()).put("scope", event.scope());
        }
      }
      case LoggedCall.Admitted admitted -> {
        ArrayNode policies = json.put("admitted", true).putArray("policies");
        for (Reservation.Held held : admitted.reservation().held()) {
          configuration
              .policies()
              .hold(held.scope(), book.nameOf(held.scope()), admitted.reservation().rid().bucket())
              .map(Story::modesOf)
              .orElse(Map.of())
              .forEach((id, mode) -> {
                ObjectNode policy = policies.addObject().put("id", id);
                policy.put("scope", held.scope().toString()).put("mode", mode.word());
                remarks(admitted, id, held.scope())
                    .forEach(remark ->
                        policy.put(
                            remark.wouldHaveRefused() ? "would_have_refused" : remark.word(),
                            true));
              });
        }
      }
    }
  }

  private static Stream<CallFacts.Remark> remarks(
      LoggedCall.Admitted call, String policy, Scope scope) {
    return call.facts().stream()
        .flatMap(facts -> facts.remarks().stream())
        .filter(it -> it.policy().equals(policy) && it.scope().equals(scope.toString()));
  }

  /// The policies in force that speak of an account: those of today, since a call keeps its
  /// accounts and not what was said of them.
  private static Map<String, Mode> modesOf(Hold hold) {
    var modes = new LinkedHashMap<String, Mode>();
    hold.ceilings().forEach(ceiling -> modes.put(ceiling.policy(), ceiling.mode()));
    hold.paces().forEach(pace -> modes.put(pace.policy(), pace.mode()));
    hold.slots().forEach(slots -> modes.put(slots.policy(), slots.mode()));
    hold.loopLimits().forEach(loop -> modes.put(loop.policy(), loop.mode()));
    return modes;
  }

  private static void putAttempt(ObjectNode json, LoggedCall.Admitted call) {
    ObjectNode usage = json.putObject("usage");
    ObjectNode costs = json.putObject("cost_by_meter_usd");
    call.charge()
        .lines()
        .forEach((meter, line) -> {
          String name = meter.name().toLowerCase(Locale.ROOT);
          if (line.quantity() > 0) {
            usage.put(name, line.quantity());
          }
          costs.put(name, line.cost().plain());
        });
    putTier(json, call.charge());
    json.put("price_version", call.subject().priceVersion());
    if (call.subject().isEstimated()) {
      json.put("price_source", "estimated");
    }
    putSource(json, call);
    call.facts().ifPresent(facts -> putFacts(json, facts));
  }

  private static void putTier(ObjectNode json, Charge charge) {
    if (!charge.tier().isEmpty()) {
      json.put("service_tier", charge.tier());
    }
  }

  private static void putFacts(ObjectNode json, CallFacts facts) {
    json.put("streamed", facts.streamed());
    if (facts.unreserved()) {
      json.put("unreserved", true);
    }
    facts.firstByteMillis().ifPresent(millis -> json.put("first_byte_ms", millis));
    json.put("total_ms", facts.totalMillis())
        .put("finish_reason", facts.finishReason())
        .put("client_gone", facts.clientGone())
        .put("upstream_request_id", facts.upstreamRequest())
        .put("reasoning_tokens", facts.reasoningTokens());
    // Only of calls that a loop breaker speaks of.
    if (!facts.fingerprint().isEmpty()) {
      json.put("fingerprint", facts.fingerprint());
    }
    if (!facts.toolFingerprint().isEmpty()) {
      json.put("tool_fingerprint", facts.toolFingerprint());
    }
    ArrayNode tries = json.putArray("tries");
    for (CallFacts.Attempt attempt : facts.attempts()) {
      tries
          .addObject()
          .put("provider", attempt.provider())
          .put("model", attempt.model())
          .put("status", attempt.status())
          .put("error", attempt.error())
          .put("ms", attempt.millis());
    }
    if (!facts.tags().isEmpty()) {
      ObjectNode tags = json.putObject("tags");
      facts.tags().forEach(tags::put);
    }
  }

  private static void putMoney(ObjectNode json, Usd reserved, Usd cost) {
    json.put("reserved_usd", reserved.plain()).put("cost_usd", cost.plain());
  }

  private static void putSource(ObjectNode json, LoggedCall.Admitted call) {
    call.source().ifPresent(source -> json.put("source", word(source)));
  }

  private static String word(Source source) {
    return switch (source) {
      case USAGE -> "usage";
      case BOUND -> "estimated";
      case NONE -> "none";
    };
  }

  private static String word(LoggedCall.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
