package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Calendar;
import io.tollgate.policy.Objection.Ground;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/// When calls may begin, by the organisation's clocks: in one of the windows that allow, if there
/// are any, and in none that block. A call that has begun goes on.
///
/// @param hours at least one
public record UsageSchedule(String id, Target of, List<Hours> hours) implements Policy {
  private static final String KIND = "schedule";

  /// A week, and another one in which a change of the clocks skips what would have opened.
  private static final int DAYS_AHEAD = 15;

  static final Form FORM =
      new Form(List.of(KIND), Vocabulary.of(KIND, "of", "id"), UsageSchedule::read);

  public UsageSchedule {
    hours = List.copyOf(hours);
  }

  @Override
  public String kind() {
    return KIND;
  }

  private static Optional<Draft> read(Section section) {
    List<Hours> hours = new ArrayList<>();
    for (String text : section.textOrTexts(KIND)) {
      try {
        hours.add(Hours.parse(text));
      } catch (IllegalArgumentException e) {
        section.wrong(KIND, "`schedule`: " + e.getMessage());
      }
    }
    return hours.isEmpty()
        ? Optional.empty()
        : Draft.of(KIND, (id, of) -> new UsageSchedule(id, of, hours));
  }

  boolean isOpen(Instant at, Calendar calendar) {
    LocalDateTime local = calendar.local(at).toLocalDateTime();
    boolean allows = false;
    boolean allowed = false;
    for (Hours window : hours) {
      boolean covers = window.cover(local);
      if (window.blocks() && covers) {
        return false;
      }
      allows |= !window.blocks();
      allowed |= !window.blocks() && covers;
    }
    return allowed || !allows;
  }

  /// The first instant after this one at which it is open; `Instant.MAX` if there is none soon.
  Instant opensAfter(Instant closed, Calendar calendar) {
    LocalDate today = calendar.dayOf(closed);
    for (int i = 0; i <= DAYS_AHEAD; i++) {
      Optional<Instant> opening =
          edges(today.plusDays(i), calendar).stream()
              .filter(edge -> edge.isAfter(closed) && isOpen(edge, calendar))
              .min(Instant::compareTo);
      if (opening.isPresent()) {
        return opening.get();
      }
    }
    return Instant.MAX;
  }

  /// Where it may open on that day: at the edges of its windows, and where the clocks are changed.
  private List<Instant> edges(LocalDate day, Calendar calendar) {
    List<Instant> edges = new ArrayList<>();
    for (Hours window : hours) {
      window.edges().forEach(time -> edges.addAll(calendar.instants(day.atTime(time))));
    }
    calendar
        .shiftAfter(calendar.startOfDay(day))
        .filter(shift -> calendar.dayOf(shift).equals(day))
        .ifPresent(edges::add);
    return edges;
  }

  Objection objection(Candidate call, Instant opens, Calendar calendar) {
    var details = new LinkedHashMap<String, String>();
    String when = " It does not open in the next two weeks.";
    if (!opens.equals(Instant.MAX)) {
      String at = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(calendar.local(opens));
      details.put("opens_at", at);
      when = " It opens at " + at + ".";
    }
    return new Objection(
        Ground.OUTSIDE_SCHEDULE,
        id,
        call.scope(of.kind()),
        "Schedule '" + id + "' lets nothing through now." + when,
        "",
        details);
  }
}
