package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.books.Axis;
import io.tollgate.books.Interval;
import io.tollgate.books.SpendLine;
import io.tollgate.books.SpendStore;
import io.tollgate.ledger.Calendar;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// `GET /admin/v1/spend`: what was spent, by one or two axes, from one day of the organisation to
/// another.
final class SpendRoutes {
  /// A query for each hour: a year is some 9,000 of them.
  private static final int MOST_DAYS = 366;

  private static final int MOST_LINES = 10_000;

  private final SpendStore spend;

  SpendRoutes(SpendStore spend) {
    this.spend = spend;
  }

  Answer spend(Ask ask) {
    Parameters asked = ask.parameters();
    Calendar calendar = ask.configuration().calendar();
    List<Axis> by = asked.read("by", SpendRoutes::axes).orElse(List.of(Axis.MEMBER));
    LocalDate today = calendar.dayOf(ask.now());
    LocalDate from = asked.read("from", SpendRoutes::day).orElse(today.withDayOfMonth(1));
    LocalDate to = asked.read("to", SpendRoutes::day).orElse(from.withDayOfMonth(1).plusMonths(1));
    if (asked.text("interval").isPresent()) {
      asked.wrong("interval", "`interval` is not supported yet");
    }
    if (!from.isBefore(to)) {
      asked.wrong("to", "`to` is the first day that is not counted, so it must lie after " + from);
    } else if (ChronoUnit.DAYS.between(from, to) > MOST_DAYS) {
      asked.wrong("to", "from " + from + " to " + to + " are more than " + MOST_DAYS + " days");
    }
    int limit = asked.limit(MOST_LINES, MOST_LINES);
    int start = asked.read("after", SpendRoutes::position).orElse(0);
    if (!asked.faults().isEmpty()) {
      return Problem.invalid(asked.faults());
    }
    // What lies ahead is empty; asking for it would only cost.
    Instant end = min(calendar.startOfDay(to), ask.now().plusSeconds(1));
    var interval = new Interval(calendar.startOfDay(from), end);
    List<SpendLine> lines = spend.sums(by, interval, calendar);
    return Answer.ok(
        json(by, lines, start, limit).put("from", from.toString()).put("to", to.toString()));
  }

  private static Instant min(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  private static ObjectNode json(List<Axis> by, List<SpendLine> lines, int start, int limit) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    for (SpendLine line : lines.stream().skip(start).limit(limit).toList()) {
      ObjectNode row = data.addObject();
      for (int i = 0; i < by.size(); i++) {
        row.put(by.get(i).word(), line.names().get(i));
      }
      row.put("cost_usd", line.cost().plain())
          .put("calls", line.calls())
          .put("input_tokens", line.inputTokens())
          .put("output_tokens", line.outputTokens());
    }
    if (lines.size() - limit > start) {
      body.put("next", Integer.toString(start + limit));
    }
    Usd total = lines.stream().map(SpendLine::cost).reduce(Usd.ZERO, Usd::plus);
    return body.put("total_usd", total.plain());
  }

  private static List<Axis> axes(String text) {
    var axes = new ArrayList<Axis>();
    for (String word : text.split(",", -1)) {
      if (word.equals("session") || word.startsWith("tag:")) {
        throw new IllegalArgumentException("'" + word + "' is not supported yet");
      }
      axes.add(
          Axis.ofWord(word)
              .orElseThrow(
                  () -> new IllegalArgumentException("'" + word + "' is none of " + words())));
    }
    if (axes.size() > 2 || axes.stream().distinct().count() < axes.size()) {
      throw new IllegalArgumentException("one axis or two different ones, such as agent,model");
    }
    return axes;
  }

  private static String words() {
    return String.join(", ", Arrays.stream(Axis.values()).map(Axis::word).toList());
  }

  private static LocalDate day(String text) {
    if (!text.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")) {
      throw new IllegalArgumentException("'" + text + "' is no day such as 2026-11-01");
    }
    return LocalDate.parse(text);
  }

  private static int position(String text) {
    if (!text.matches("[0-9]{1,9}")) {
      throw new IllegalArgumentException("'" + text + "' is no `next` of this list");
    }
    return Integer.parseInt(text);
  }
}
