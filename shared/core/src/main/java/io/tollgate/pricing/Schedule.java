package io.tollgate.pricing;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// A model's tariffs and when each holds: of those that do, the last one listed counts.
///
/// @param entries never empty; the first one holds whenever no other does
public record Schedule(List<Entry> entries) {
  // No call lasts longer, and a day's switches are listed one by one below.
  private static final Duration LONGEST = Duration.ofDays(31);

  /// One tariff and when it holds.
  public record Entry(When when, Tariff tariff) {}

  /// When a tariff holds.
  public sealed interface When {
    /// Whenever nothing later in the list does.
    record Always() implements When {}

    /// From an instant on.
    record From(Instant start) implements When {}

    /// Every day between two times of UTC, from the start (inclusive) to the end (exclusive); over
    /// midnight if the end comes first.
    record Daily(LocalTime start, LocalTime end) implements When {}
  }

  public Schedule {
    entries = List.copyOf(entries);
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("a schedule without a tariff prices nothing");
    }
  }

  /// One tariff for all time.
  public static Schedule always(Tariff tariff) {
    return new Schedule(List.of(new Entry(new When.Always(), tariff)));
  }

  /// The same times with other tariffs.
  public Schedule map(UnaryOperator<Tariff> change) {
    return new Schedule(
        entries.stream()
            .map(entry -> new Entry(entry.when(), change.apply(entry.tariff())))
            .toList());
  }

  public Tariff at(Instant at) {
    for (int i = entries.size() - 1; i > 0; i--) {
      if (holds(entries.get(i).when(), at)) {
        return entries.get(i).tariff();
      }
    }
    return entries.getFirst().tariff();
  }

  /// Every tariff that holds at some time between the two, both inclusive.
  List<Tariff> between(Instant from, Instant until) {
    if (entries.stream().allMatch(entry -> isSteady(entry.when(), from, until))) {
      return List.of(at(from));
    }
    if (until.isBefore(from) || Duration.between(from, until).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "from " + from + " until " + until + " is no time that a call can take");
    }
    return switches(from, until).stream().map(this::at).distinct().toList();
  }

  // The tariff changes only where one begins or ends, so looking at those instants sees all of
  // them.
  private SortedSet<Instant> switches(Instant from, Instant until) {
    SortedSet<Instant> instants = new TreeSet<>();
    for (Entry entry : entries) {
      switch (entry.when()) {
        case When.Always() -> {}
        case When.From(var start) -> instants.add(start);
        case When.Daily(var start, var end) -> {
          LocalDate last = LocalDate.ofInstant(until, ZoneOffset.UTC);
          for (LocalDate day = LocalDate.ofInstant(from, ZoneOffset.UTC);
              !day.isAfter(last);
              day = day.plusDays(1)) {
            instants.add(day.atTime(start).toInstant(ZoneOffset.UTC));
            instants.add(day.atTime(end).toInstant(ZoneOffset.UTC));
          }
        }
      }
    }
    instants.removeIf(instant -> instant.isBefore(from) || instant.isAfter(until));
    instants.add(from);
    return instants;
  }

  // Whether it certainly neither begins nor ends while a call runs, so that most calls need no
  // closer look.
  private static boolean isSteady(When when, Instant from, Instant until) {
    return switch (when) {
      case When.Always() -> true;
      case When.From(var start) -> !start.isAfter(from) || start.isAfter(until);
      case When.Daily _ -> false;
    };
  }

  private static boolean holds(When when, Instant at) {
    return switch (when) {
      case When.Always() -> true;
      case When.From(var start) -> !at.isBefore(start);
      case When.Daily(var start, var end) -> {
        LocalTime time = LocalTime.ofInstant(at, ZoneOffset.UTC);
        boolean begun = !time.isBefore(start);
        boolean over = !time.isBefore(end);
        yield end.isBefore(start) ? begun || !over : begun && !over;
      }
    };
  }
}
