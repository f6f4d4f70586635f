package io.tollgate.prove;

import io.tollgate.ledger.Alarms.Alarm;
import io.tollgate.table.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What must be true where a provider ignores output caps.
///
/// I12: a call costs more than its bound only if its record landed before its model stood on the
/// head, or within the five seconds in which all processes read it there. Such calls overspend by
/// what lies beyond their bounds and by nothing else: with it left out, every other law holds as it
/// does without them. And whoever learned of such a call, and lived on, has noted its model.
final class CapLaws {
  /// Five seconds, and one since the store's answers may show whole seconds only.
  private static final Duration LEARNED = Duration.ofSeconds(6);

  private static final String NAMES = "u#";

  private final Known known;
  private final boolean ignored;
  private final Map<String, Instant> noted = new HashMap<>();
  private final Map<String, List<Host>> witnesses = new HashMap<>();
  private final Set<String> stillTrusted = new HashSet<>();

  /// @param ignored whether any provider of this world ever ignores a cap
  CapLaws(Known known, boolean ignored) {
    this.known = known;
    this.ignored = ignored;
  }

  /// The head was written.
  void head(Item head) {
    for (String name : head.namesStartingWith(NAMES)) {
      if (noted.putIfAbsent(name.substring(NAMES.length()), known.clock.instant()) == null) {
        known.counts.modelsNoted++;
      }
    }
  }

  void dispatched(CallRecord record, long bill) {
    if (bill <= record.amount) {
      return;
    }
    known.counts.capsBroken++;
    Instant since = noted.get(name(record.reservation.subject().provider(), record));
    if (since != null && record.landed.isAfter(since.plus(LEARNED))) {
      throw Laws.broken(
          "I12: billed %d for a bound of %d, although its model was noted at %s"
              .formatted(bill, record.amount, since),
          record.rid);
    }
  }

  private static String name(String provider, CallRecord record) {
    return provider + "/" + record.reservation.subject().model();
  }

  /// A process raised an alarm. The only ones that a sound world may raise tell of such calls.
  void alarm(Host host, Alarm alarm) {
    switch (alarm) {
      case Alarm.BoundViolation broken when isTrue(broken) ->
          witnesses
              .computeIfAbsent(broken.provider() + "/" + broken.model(), n -> new ArrayList<>())
              .add(host);
      case Alarm.CapStillTrusted still -> stillTrusted.add(still.provider() + "/" + still.model());
      default -> throw Laws.broken("an alarm: " + alarm, alarm.toString());
    }
  }

  private boolean isTrue(Alarm.BoundViolation broken) {
    CallRecord record = known.records.get(broken.rid().toString());
    return ignored && record != null && record.bill > record.amount;
  }

  /// At rest.
  void rest() {
    witnesses.forEach((name, hosts) -> {
      boolean isKnown = noted.containsKey(name) || stillTrusted.contains(name);
      if (!isKnown && hosts.stream().anyMatch(host -> !host.isDead())) {
        throw Laws.broken("I12: " + name + " ignored its cap, was met and is not noted", name);
      }
    });
  }
}
