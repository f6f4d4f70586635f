package io.tollgate.prove;

import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Calendar.Shift;
import io.tollgate.policy.Offsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// The shape of one world. Traffic always lasts several close delays, so that admissions race
/// folds, closes and drops.
///
/// @param minutes the length of buckets that follows from the longest call
/// @param pauses the longest pause of a lane between two calls
/// @param offset the zone at first, in minutes
/// @param shifts changes of the zone, announced at least an hour ahead
/// @param announced from when on the configuration knows the shifts
record Plan(
    boolean isLong,
    Duration longestCall,
    Duration grace,
    int minutes,
    Duration traffic,
    int gateways,
    Duration pauses,
    Duration limitsChange,
    boolean wholeSeconds,
    int offset,
    List<Shift> shifts,
    Instant announced) {
  private static final Instant FOREVER = Instant.parse("2030-01-01T00:00:00Z");

  static Plan of(Random random, Instant start) {
    boolean wholeSeconds = random.nextBoolean();
    int offset = List.of(0, 0, 330, -300, 345).get(random.nextInt(5));
    int kind = random.nextInt(8);
    if (kind == 0) {
      return longOne(random, start, wholeSeconds, offset);
    }
    boolean fives = kind == 1;
    Duration call = fives ? Duration.ofMinutes(5) : Duration.ofSeconds(20 + random.nextInt(30));
    Duration grace = fives ? Duration.ofSeconds(30) : Duration.ofSeconds(45 + random.nextInt(30));
    return new Plan(
        false,
        call,
        grace,
        fives ? 5 : 1,
        fives ? Duration.ofMinutes(30) : Duration.ofSeconds(420 + random.nextInt(240)),
        2 + random.nextInt(5),
        fives ? Duration.ofSeconds(60) : Duration.ofSeconds(1 + random.nextInt(6)),
        Duration.ofSeconds(90),
        wholeSeconds,
        offset,
        List.of(),
        Instant.MAX);
  }

  /// Hours with little traffic, long freezes, and a change of the zone.
  private static Plan longOne(Random random, Instant start, boolean wholeSeconds, int offset) {
    Instant shift =
        start.truncatedTo(ChronoUnit.HOURS).plus(2 + random.nextInt(2), ChronoUnit.HOURS);
    int after = offset + List.of(60, -60, -300, 240, 30).get(random.nextInt(5));
    return new Plan(
        true,
        Duration.ofSeconds(60),
        Duration.ofSeconds(60),
        1,
        Duration.ofMinutes(220),
        3,
        Duration.ofSeconds(60),
        Duration.ofMinutes(12),
        wholeSeconds,
        offset,
        List.of(new Shift(shift, after)),
        shift.minus(Duration.ofMinutes(60 + random.nextInt(30))));
  }

  /// What holds in the end, every change included.
  Calendar calendarInTheEnd() {
    return offsets(shifts).calendar();
  }

  /// What a configuration that is applied then says.
  Offsets offsetsAt(Instant now) {
    return offsets(now.isBefore(announced) ? List.of() : shifts);
  }

  private Offsets offsets(List<Shift> known) {
    var all = new ArrayList<Shift>();
    all.add(new Shift(Instant.EPOCH, offset));
    all.addAll(known);
    return new Offsets("Elsewhere/Nowhere", all, FOREVER);
  }
}
