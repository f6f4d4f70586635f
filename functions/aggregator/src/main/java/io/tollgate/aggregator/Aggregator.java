package io.tollgate.aggregator;

import io.tollgate.attribution.Scope;
import io.tollgate.aws.log.Log;
import io.tollgate.event.EventJson;
import io.tollgate.event.Glance;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Settled;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Takes usage events from the queue: settles what the gateway did not, keeps refusals for the log,
/// and looks after the accounts that calls touched.
///
/// A message is a hint and the journal the truth, so any of them may be lost, doubled, reordered or
/// redriven. A message that cannot be handled fails alone. Safe for concurrent use.
public final class Aggregator {
  private final Ledger ledger;
  private final InstantSource store;
  private final Upkeep upkeep;
  private final RefusalLog refusals;
  private final Log log;

  /// @param store the store's time
  Aggregator(Ledger ledger, InstantSource store, Upkeep upkeep, RefusalLog refusals, Log log) {
    this.ledger = ledger;
    this.store = store;
    this.upkeep = upkeep;
    this.refusals = refusals;
    this.log = log;
  }

  /// Handles one batch.
  ///
  /// @return the ids of the messages that must come again
  public Set<String> take(List<Message> messages) {
    Instant now = store.instant();
    upkeep.refresh(now);
    var batch = new Batch();
    messages.forEach(batch::sort);
    batch.settle(now);
    batch.keepRefusals(now);
    batch.lookAfter(now);
    return batch.failed;
  }

  /// What is to be done about one batch.
  private final class Batch {
    /// The accounts that messages name, and which ones.
    private final Map<Scope, Set<String>> named = new LinkedHashMap<>();

    private final Set<String> failed = new LinkedHashSet<>();
    private final List<String> endedIds = new ArrayList<>();
    private final List<Incoming> ended = new ArrayList<>();
    private final List<String> refusedIds = new ArrayList<>();
    private final List<UsageEvent.Refused> refused = new ArrayList<>();

    void sort(Message message) {
      if (!Glance.seesSettled(message.body(), scope -> note(scope, message))) {
        read(message);
      }
    }

    private void note(Scope scope, Message message) {
      named.computeIfAbsent(scope, any -> new LinkedHashSet<>()).add(message.id());
    }

    private void read(Message message) {
      switch (event(message)) {
        case Read.Event(UsageEvent.Ended end) -> {
          end.reservation().accounts().forEach(scope -> note(scope, message));
          if (!end.settled()) {
            endedIds.add(message.id());
            ended.add(end.incoming());
          }
        }
        case Read.Event(UsageEvent.Refused refusal) -> {
          refusedIds.add(message.id());
          refused.add(refusal);
        }
        case Read.Unreadable(String why) -> {
          failed.add(message.id());
          log.line(
              Log.Level.WARN, "message_unreadable", Map.of("message", message.id(), "why", why));
        }
      }
    }

    void settle(Instant now) {
      List<Settled> fates = settleTogether(ended, now);
      int pending = 0;
      for (int i = 0; i < fates.size(); i++) {
        if (fates.get(i) == Settled.PENDING) {
          pending++;
          failed.add(endedIds.get(i));
        }
      }
      if (!ended.isEmpty()) {
        log.line(
            Log.Level.INFO,
            "settled_by_queue",
            Map.of("calls", ended.size() - pending, "pending", pending));
      }
    }

    /// Looks after the accounts, duplicates' too. Where their thresholds could not be looked at the
    /// messages come again, since they may be the last to name the account.
    void lookAfter(Instant now) {
      upkeep
          .touch(named.keySet(), now)
          .forEach(scope -> failed.addAll(named.getOrDefault(scope, Set.of())));
    }

    void keepRefusals(Instant now) {
      List<Boolean> kept = refusals.keep(refused, now);
      for (int i = 0; i < kept.size(); i++) {
        if (!kept.get(i)) {
          failed.add(refusedIds.get(i));
        }
      }
    }
  }

  /// What a message turned out to be.
  private sealed interface Read {
    record Event(UsageEvent event) implements Read {}

    record Unreadable(String why) implements Read {}
  }

  private static Read event(Message message) {
    try {
      UsageEvent event = EventJson.read(message.body());
      return event instanceof UsageEvent.Refused refused && RefusalLog.address(refused).isEmpty()
          ? new Read.Unreadable("'" + refused.request() + "' is not the id of a request")
          : new Read.Event(event);
    } catch (RuntimeException e) {
      // Whatever somebody put on the queue must not take its neighbours down.
      return new Read.Unreadable(String.valueOf(e.getMessage()));
    }
  }

  private List<Settled> settleTogether(List<Incoming> ended, Instant now) {
    if (ended.isEmpty()) {
      return List.of();
    }
    try {
      return ledger.settle(ended, now);
    } catch (RuntimeException e) {
      // One of them is poisoned, and the store does not say which.
      return ended.stream().map(one -> settleAlone(one, now)).toList();
    }
  }

  private Settled settleAlone(Incoming incoming, Instant now) {
    try {
      return ledger.settle(List.of(incoming), now).getFirst();
    } catch (RuntimeException e) {
      log.line(
          Log.Level.ERROR,
          "call_not_settled",
          Map.of("rid", incoming.reservation().rid(), "why", String.valueOf(e.getMessage())));
      return Settled.PENDING;
    }
  }
}
