package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.LoopLimit;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Slots;
import io.tollgate.ledger.Stages;
import java.util.Collection;
import java.util.StringJoiner;
import java.util.function.Predicate;

/// Writes limits as `tollgate.yaml` says them: each owner's for itself.
final class RuleFile {
  private RuleFile() {}

  /// @param isOpen whether the limits of a scope let calls through when nobody can be asked
  static String of(Collection<Hold> limits, Collection<String> suspended, Predicate<Scope> isOpen) {
    var text = new StringJoiner("\n", "organisation: world\n", "\n");
    if (!suspended.isEmpty()) {
      text.add("members:");
      suspended.forEach(member -> text.add("  " + member + ": {suspended: true}"));
    }
    text.add("policies:");
    for (Hold hold : limits) {
      String unavailable = isOpen.test(hold.scope()) ? ", unavailable: open" : "";
      for (Ceiling ceiling : hold.ceilings()) {
        text.add(budget(hold, ceiling, unavailable));
      }
      hold.slots().forEach(slots -> text.add(concurrency(hold, slots)));
      hold.loopLimits().forEach(limit -> text.add(loopBreaker(hold, limit)));
      if (!hold.paces().isEmpty()) {
        text.add(rate(hold, unavailable));
      }
    }
    return text.toString();
  }

  private static String budget(Hold hold, Ceiling ceiling, String unavailable) {
    return "  - {budget: "
        + ceiling.period().word()
        + ", of: "
        + hold.scope()
        + ", limit_usd: "
        + ceiling.limit().plain()
        + stages(ceiling.stages())
        + unavailable
        + mode(ceiling.mode());
  }

  private static String stages(Stages stages) {
    var text = new StringBuilder();
    if (stages.throttleFrom() < Stages.NEVER) {
      text.append(", throttle_from: ").append(stages.throttleFrom()).append('%');
    }
    if (stages.clamp()) {
      text.append(", clamp: true");
    }
    stages
        .degrade()
        .ifPresent(degrade ->
            text.append(", degrade: {from: ")
                .append(degrade.from())
                .append("%, to: ")
                .append(degrade.to())
                .append('}'));
    return text.toString();
  }

  private static String concurrency(Hold hold, Slots slots) {
    return "  - {concurrency: " + slots.most() + ", of: " + hold.scope() + mode(slots.mode());
  }

  private static String loopBreaker(Hold hold, LoopLimit repeats) {
    return "  - {loop_breaker: "
        + repeats.most()
        + " identical in "
        + repeats.within().toSeconds()
        + "s, of: "
        + hold.scope()
        + mode(repeats.mode());
  }

  private static String mode(Mode mode) {
    return ", mode: " + mode.word() + "}";
  }

  private static String rate(Hold hold, String unavailable) {
    var text =
        new StringJoiner(
            ", ",
            "  - {",
            ", of: " + hold.scope() + unavailable + mode(hold.paces().getFirst().mode()));
    for (Pace pace : hold.paces()) {
      switch (pace.resource()) {
        case REQUESTS -> text.add("rate: " + perMinute(pace)).add("burst: " + pace.burst());
        case TOKENS -> text.add("tokens: " + perMinute(pace));
      }
    }
    return text.toString();
  }

  private static String perMinute(Pace pace) {
    return pace.perUnit() + "/min";
  }
}
