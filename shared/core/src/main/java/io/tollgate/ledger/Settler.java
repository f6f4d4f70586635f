package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Replaces bounds by what calls did cost: the same method for the proxy, the aggregator and the
/// sweep.
///
/// Every transaction is guarded by the state of the journal items in it, so any of them may be
/// repeated by anyone.
final class Settler {
  private static final int MOST_TRIES = 10;
  private static final Duration ONE_TRY = Duration.ofMillis(300);

  private final Table table;
  private final Table once;
  private final Jitter jitter;
  private final Alarms alarms;

  Settler(Table table, Jitter jitter, Alarms alarms) {
    this.table = table;
    this.once = table.once(ONE_TRY);
    this.jitter = jitter;
    this.alarms = alarms;
  }

  /// One try, without repeating or retrying anything: what a gateway does after the last byte.
  ///
  /// @return `BOOKED` only on a definite yes
  Settled tryOnce(Incoming incoming, Instant now) {
    Posting posting = Posting.first(incoming);
    Verdict verdict = once.transact(Group.of(List.of(posting), now).writes());
    if (verdict instanceof Verdict.Committed) {
      warnOfBound(posting.reservation(), posting.charge().total());
      return Settled.BOOKED;
    }
    return Settled.PENDING;
  }

  /// Settles until all is in the books, or the store does not let us.
  ///
  /// @return what became of each, in order
  List<Settled> settle(List<Incoming> all, Instant now) {
    var run = new Run(now);
    var fates = new ArrayList<Fate>(all.size());
    for (Incoming incoming : all) {
      fates.add(new Fate(incoming));
    }
    run.settle(fates);
    return fates.stream().map(fate -> fate.settled).toList();
  }

  /// What happens to one incoming truth in the course of a run.
  private static final class Fate {
    private final Incoming incoming;
    private Posting posting;
    private Settled settled = Settled.PENDING;

    Fate(Incoming incoming) {
      this.incoming = incoming;
      this.posting = Posting.first(incoming);
    }
  }

  private final class Run {
    private final Instant now;
    private final Deque<List<Fate>> waiting = new ArrayDeque<>();

    Run(Instant now) {
      this.now = now;
    }

    void settle(List<Fate> fates) {
      var byPosting = new HashMap<Posting, Deque<Fate>>();
      fates.forEach(
          fate -> byPosting.computeIfAbsent(fate.posting, p -> new ArrayDeque<>()).add(fate));
      for (List<Posting> group : Group.split(fates.stream().map(fate -> fate.posting).toList())) {
        waiting.add(group.stream().map(posting -> take(byPosting, posting)).toList());
      }
      while (!waiting.isEmpty()) {
        attempt(waiting.removeFirst());
      }
    }

    private static Fate take(Map<Posting, Deque<Fate>> byPosting, Posting posting) {
      Deque<Fate> fates = byPosting.get(posting);
      if (fates == null) {
        throw new IllegalStateException("a posting that nobody asked for: " + posting);
      }
      return fates.removeFirst();
    }

    private void attempt(List<Fate> fates) {
      Group group = Group.of(fates.stream().map(fate -> fate.posting).toList(), now);
      for (int tries = 0; tries < MOST_TRIES; tries++) {
        switch (table.transact(group.writes())) {
          case Verdict.Committed committed -> {
            fates.forEach(this::booked);
            return;
          }
          case Verdict.Unknown unknown -> jitter.pause();
          case Verdict.Cancelled cancelled -> {
            if (cancelled.reasons().stream().anyMatch(Verdict.Reason::isCondition)) {
              judge(fates, group, cancelled);
              return;
            }
            jitter.pause();
          }
        }
      }
    }

    private void booked(Fate fate) {
      fate.settled = Settled.BOOKED;
      warnOfBound(fate.posting.reservation(), fate.posting.charge().total());
    }

    /// Leaves out what is settled already, settles alone what met something unexpected, and sends
    /// the others again.
    private void judge(List<Fate> fates, Group group, Verdict.Cancelled cancelled) {
      Set<Scope> refused = group.refusedAccounts(cancelled);
      var others = new ArrayList<Fate>();
      for (int i = 0; i < fates.size(); i++) {
        Fate fate = fates.get(i);
        Optional<Item> journal = group.refusal(cancelled, i);
        if (journal.isPresent()) {
          meet(fate, journal.get());
        } else if (fates.size() == 1) {
          refused.forEach(scope -> fate.posting = fate.posting.without(scope));
          waiting.addFirst(List.of(fate));
        } else if (releasesOn(fate, refused)) {
          waiting.addLast(List.of(fate));
        } else {
          others.add(fate);
        }
      }
      if (!others.isEmpty()) {
        waiting.addFirst(others);
      }
    }

    private boolean releasesOn(Fate fate, Set<Scope> refused) {
      return fate.posting.reservation().held().stream()
          .anyMatch(held -> refused.contains(held.scope()));
    }

    /// What meets a journal item that is not open: the whole state machine of a call.
    private void meet(Fate fate, Item journal) {
      Optional<Posting> next = answer(fate.incoming, journal);
      if (next.isEmpty()) {
        fate.settled = Settled.ALREADY;
        return;
      }
      fate.posting = next.get();
      waiting.addLast(List.of(fate));
    }
  }

  private Optional<Posting> answer(Incoming incoming, Item journal) {
    if (journal.isEmpty()) {
      return ofNothing(incoming);
    }
    if (!JournalItem.isSettled(journal)) {
      // Open, but of another amount: two calls with one id. Nothing that we book could be right.
      alarms.raise(
          new Alarms.Alarm.UnreadableJournal(
              incoming.reservation().rid().key().pk(),
              incoming.reservation().rid().toString(),
              "it holds another amount than its own call says"));
      return Optional.empty();
    }
    return switch (JournalItem.source(journal)) {
      case USAGE -> {
        // It may be our own settlement, whose answer was lost: then nobody told of it yet.
        if (incoming.truth() instanceof Truth.Metered) {
          warnOfBound(incoming.reservation(), JournalItem.net(journal));
        }
        yield Optional.empty();
      }
      case BOUND ->
          switch (incoming.truth()) {
            case Truth.Metered m -> Optional.of(late(incoming, journal, Source.USAGE));
            case Truth.Unserved u -> Optional.of(late(incoming, journal, Source.USAGE));
            case Truth.CostUnknown c -> Optional.empty();
            case Truth.Expired e -> Optional.empty();
          };
      case NONE ->
          switch (incoming.truth()) {
            case Truth.Metered(var charge) -> {
              warnOfFence(incoming, charge.total());
              yield Optional.of(late(incoming, journal, Source.USAGE));
            }
            case Truth.CostUnknown c -> {
              warnOfFence(incoming, incoming.reservation().amount());
              yield Optional.of(late(incoming, journal, Source.BOUND));
            }
            case Truth.Unserved u -> Optional.empty();
            case Truth.Expired e -> Optional.empty();
          };
    };
  }

  private Optional<Posting> ofNothing(Incoming incoming) {
    return switch (incoming.truth()) {
      case Truth.Metered m -> Optional.of(unjournaled(incoming));
      case Truth.CostUnknown c -> Optional.of(unjournaled(incoming));
      // An unserved call makes its item itself, and the sweep only speaks of items that it saw.
      case Truth.Unserved u -> Optional.empty();
      case Truth.Expired e -> Optional.empty();
    };
  }

  private Posting unjournaled(Incoming incoming) {
    if (!incoming.unreserved()) {
      alarms.raise(new Alarms.Alarm.UnjournaledCall(incoming.reservation().rid()));
    }
    return Posting.unreserved(incoming);
  }

  private static Posting late(Incoming incoming, Item journal, Source source) {
    return Posting.late(
        incoming,
        JournalItem.source(journal),
        Num.of(JournalItem.net(journal).picos()),
        JournalItem.charge(journal),
        source);
  }

  private void warnOfFence(Incoming incoming, Usd cost) {
    if (cost.isPositive()) {
      alarms.raise(new Alarms.Alarm.FenceViolation(incoming.reservation().rid(), cost));
    }
  }

  private void warnOfBound(Reservation reservation, Usd cost) {
    Usd bound = reservation.amount();
    if (cost.compareTo(bound) > 0) {
      var subject = reservation.subject();
      alarms.raise(
          new Alarms.Alarm.BoundViolation(
              reservation.rid(), subject.provider(), subject.model(), bound, cost));
    }
  }
}
