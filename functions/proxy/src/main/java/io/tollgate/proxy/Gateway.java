package io.tollgate.proxy;

import io.tollgate.aws.http.Reply;
import io.tollgate.ledger.Truth;
import io.tollgate.proxy.Passage.Open;
import io.tollgate.proxy.Passage.Shut;
import io.tollgate.proxy.Passage.Uncounted;
import io.tollgate.proxy.Progress.Visit;
import java.io.IOException;
import java.util.function.Supplier;

/// One call from the door to the books: the gate's six steps, then the provider, then the
/// settlement.
final class Gateway {
  private final Supplier<Turn> turns;
  private final Gate gate;
  private final Forwarder forwarder;
  private final Settlement settlement;
  private final Refusals refusals;
  private final CallLog log;

  /// @param turns makes a turn for each request
  Gateway(
      Supplier<Turn> turns,
      Gate gate,
      Forwarder forwarder,
      Settlement settlement,
      Refusals refusals,
      CallLog log) {
    this.turns = turns;
    this.gate = gate;
    this.forwarder = forwarder;
    this.settlement = settlement;
    this.refusals = refusals;
    this.log = log;
  }

  void handle(Visit visit, Reply reply) throws IOException {
    Turn turn = turns.get();
    switch (gate.admit(visit, turn)) {
      case Shut(var refusal, var at) -> {
        turn.giveUp();
        refusals.send(refusal, at, reply);
      }
      case Open(var call, var prompt, var route, var granted, var calendar) -> {
        var outcome = forwarder.forward(call, prompt, route, turn.heard(reply));
        settlement.settle(granted, calendar, truth(outcome), outcome.facts());
        log.ended(call, route, outcome);
        turn.end(outcome);
      }
      case Uncounted(var call, var prompt, var route, var reservation) -> {
        var outcome = forwarder.forward(call, prompt, route, reply);
        settlement.charge(reservation, truth(outcome), outcome.facts());
        log.ended(call, route, outcome);
      }
    }
  }

  private static Truth truth(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered delivered -> new Truth.Metered(delivered.charge());
      case Outcome.Broken broken -> new Truth.CostUnknown();
      case Outcome.Unserved unserved -> new Truth.Unserved();
    };
  }
}
