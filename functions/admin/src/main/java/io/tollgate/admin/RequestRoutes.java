package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.books.LoggedCall;
import io.tollgate.books.RequestLog;
import io.tollgate.ledger.RequestId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// `/admin/v1/requests`: the newest attempts, and the whole story of one request.
final class RequestRoutes {
  private static final int USUAL = 50;
  private static final int MOST = 500;

  private final RequestLog log;
  private final Story story;

  RequestRoutes(RequestLog log, Story story) {
    this.log = log;
    this.story = story;
  }

  Answer list(Ask ask) {
    Parameters asked = ask.parameters();
    int limit = asked.limit(USUAL, MOST);
    RequestLog.Cursor from =
        asked.read("after", RequestRoutes::cursor).orElseGet(() -> log.top(ask.now()));
    Predicate<LoggedCall> wanted = wanted(asked);
    if (!asked.faults().isEmpty()) {
      return Problem.invalid(asked.faults());
    }
    RequestLog.Excerpt excerpt = log.newest(from, limit, wanted, ask.now());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    excerpt.calls().forEach(call -> data.add(story.line(call, ask.configuration())));
    excerpt.next().ifPresent(next -> body.put("next", next.toString()));
    return Answer.ok(body);
  }

  private static RequestLog.Cursor cursor(String text) {
    try {
      return RequestLog.Cursor.parse(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no `next` of this list", e);
    }
  }

  private static Predicate<LoggedCall> wanted(Parameters asked) {
    return asked
        .read("state", RequestRoutes::state)
        .<Predicate<LoggedCall>>map(state -> call -> call.state() == state)
        .orElse(call -> true)
        .and(by(asked, "member", Attribution::member))
        .and(by(asked, "agent", Attribution::agent))
        .and(by(asked, "department", Attribution::department))
        .and(by(asked, "feature", Attribution::feature))
        .and(by(asked, "key", Attribution::key))
        .and(by(asked, "session", who -> who.session().orElse("")))
        .and(is(asked, "model", call -> call.subject().model()))
        .and(is(asked, "provider", call -> call.subject().provider()));
  }

  private static Predicate<LoggedCall> by(
      Parameters asked, String name, Function<Attribution, String> value) {
    return is(asked, name, call -> value.apply(call.subject().attribution()));
  }

  private static Predicate<LoggedCall> is(
      Parameters asked, String name, Function<LoggedCall, String> value) {
    return asked
        .text(name)
        .<Predicate<LoggedCall>>map(text -> call -> value.apply(call).equals(text))
        .orElse(call -> true);
  }

  private static LoggedCall.State state(String text) {
    return Arrays.stream(LoggedCall.State.values())
        .filter(state -> state.name().toLowerCase(Locale.ROOT).equals(text))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + text + "' is none of open, settled, refused"));
  }

  Answer show(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    Optional<List<LoggedCall>> calls =
        RequestId.parse(ask.id()).map(log::find).filter(found -> !found.isEmpty());
    return calls
        .map(found -> Answer.ok(story.of(ask.id(), found, ask.configuration())))
        .orElseGet(() ->
            Problem.NOT_FOUND.answer(
                "there is no request '" + ask.id() + "', or it is older than the journal is kept"));
  }
}
