package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.event.CallFacts;
import io.tollgate.key.Head;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Demand;
import io.tollgate.ledger.Denial;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Fingerprint;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Journaled;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Pause;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved;
import io.tollgate.ledger.Rid;
import io.tollgate.money.Usd;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.spend.Subject;
import io.tollgate.table.StoreClock;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Step 6: asks every policy that speaks of the call, through the ledger, and journals what was
/// admitted.
///
/// An admitted call is covered on all of its accounts, by rules that are at most five seconds old
/// by the store's clock.
public final class Admission {
  /// Keys, limits and their removal take effect everywhere within this time.
  static final Duration FRESH = Book.FRESH;

  /// A change of zone is announced an hour ahead. Rules of half that age may not even be asked by:
  /// they could name windows that the bucket does not have, and what is held there would be folded
  /// out of others.
  private static final Duration NOTICE = Duration.ofMinutes(30);

  /// Whom nobody counts is at least judged by rules of so long ago. Keys, limits and kill switches
  /// that change while the store is out of reach are not known here at all.
  static final Duration OLDEST_UNCOUNTED = Duration.ofMinutes(15);

  /// Longer than a settlement takes, and nobody notices it.
  private static final Duration MOMENT = Duration.ofMillis(25);

  private final Ledger ledger;
  private final Book book;
  private final StoreClock clock;
  private final Fan fan;
  private final Pause pause;
  private final Settlement settlement;
  private final RecentDenials recent;

  public Admission(
      Ledger ledger,
      Book book,
      StoreClock clock,
      Fan fan,
      Pause pause,
      Settlement settlement,
      RecentDenials recent) {
    this.ledger = ledger;
    this.fan = fan;
    this.pause = pause;
    this.book = book;
    this.clock = clock;
    this.settlement = settlement;
    this.recent = recent;
  }

  /// What asks to be let through.
  ///
  /// @param invocation the platform's id of the invocation
  /// @param arrived the bucket in which the request arrived
  /// @param attempt how often this request has asked before, plus one: each attempt reserves under
  ///   an id of its own
  /// @param seen the head of the book when the request's key and rules were looked up
  /// @param rules what the book said then
  /// @param keyName the name of the virtual key
  /// @param subject who and what
  /// @param amount the bound
  /// @param inputTokens the most input tokens
  /// @param outputTokens the most output tokens
  /// @param until when the call will have ended
  /// @param sentBy when its record must have landed, by the store's clock, for it to be sent
  /// @param doubtful whether a hold of an earlier attempt may still stand somewhere
  /// @param fingerprints of what it may repeat; empty where no policy asks
  /// @param facts what is known of the call so far
  public record Application(
      String invocation,
      Bucket arrived,
      int attempt,
      Head seen,
      Configuration rules,
      String keyName,
      Subject subject,
      Usd amount,
      long inputTokens,
      long outputTokens,
      Instant until,
      Instant sentBy,
      boolean doubtful,
      List<Fingerprint> fingerprints,
      CallFacts facts) {}

  /// What became of an application.
  public sealed interface Decision {
    /// The call may go to the provider, at once.
    record Admit(Reserved.Granted granted) implements Decision {}

    record Deny(Denial denial) implements Decision {}

    /// Keys or policies moved meanwhile, or what stands in the way may be gone by now: look
    /// everything up again, and ask with the next attempt.
    record Again(boolean doubtful) implements Decision {}

    /// The store gave no answer, and every limit of the call says that it passes then: it may go to
    /// the provider, and is charged by its event.
    ///
    /// @param reservation under the id of this very attempt, so that a record of it which lands yet
    ///   is settled, and none is charged beside it
    record Uncounted(Reservation reservation) implements Decision {}

    /// The store could not be asked: nobody may spend what nobody counts.
    record Unavailable(String why) implements Decision {}
  }

  public Decision decide(Application call) {
    Instant now = clock.instant();
    if (isOlder(NOTICE, call.seen().at(), now)) {
      return refreshed(call.doubtful());
    }
    Attribution who = call.subject().attribution();
    Bucket bucket = call.arrived().at(now);
    List<Hold> holds =
        call.rules()
            .policies()
            .holds(who, call.keyName(), call.subject().provider(), call.subject().model(), bucket);
    Demand demand = demand(call, holds, bucket);
    Optional<Denial> remembered = recent.find(demand, now);
    if (remembered.isPresent() && !book.isOlderThan(FRESH, now)) {
      return new Decision.Deny(remembered.get());
    }
    long mark = recent.mark();
    Answer answer = ask(call, demand, now);
    return switch (answer.reserved()) {
      case Reserved.Granted granted when answer.proven().isPresent() ->
          journaled(call, granted, answer.proven().get());
      case Reserved.Granted granted -> {
        boolean certain = ledger.giveBack(demand, call.rules().calendar(), now, granted);
        yield new Decision.Again(call.doubtful() || !certain);
      }
      case Reserved.Denied(Denial denial) when answer.proven().isPresent() ->
          denied(call, demand, denial, mark, now);
      case Reserved.Denied denied -> new Decision.Again(call.doubtful());
      case Reserved.Outdated(boolean doubtful) -> refreshed(call.doubtful() || doubtful);
      case Reserved.Outpaced(boolean doubtful) -> new Decision.Again(call.doubtful() || doubtful);
      case Reserved.Unavailable(String why, boolean silent) ->
          silent && mayPassUncounted(call)
              ? new Decision.Uncounted(ledger.unreserved(demand, call.rules().calendar()))
              : new Decision.Unavailable(why);
    };
  }

  /// @param proven when, by the store's clock, the rules by which was asked were last seen in
  ///   force; empty if they are not any more
  private record Answer(Reserved reserved, Optional<Instant> proven) {}

  /// Asks the ledger; rules that are no longer young are read anew at the same time, which costs no
  /// round trip more.
  private Answer ask(Application call, Demand demand, Instant now) {
    Instant seen = call.seen().at();
    if (!isOlder(FRESH, seen, now)) {
      Reserved reserved = ledger.reserve(demand, call.rules().calendar(), now);
      return new Answer(reserved, Optional.of(seen));
    }
    var proven = new AtomicReference<Optional<Instant>>(Optional.empty());
    List<Supplier<Optional<Reserved>>> both =
        List.of(
            () -> Optional.of(ledger.reserve(demand, call.rules().calendar(), now)),
            () -> {
              proven.set(proven(call, now));
              return Optional.empty();
            });
    return new Answer(fan.all(both).getFirst().orElseThrow(), proven.get());
  }

  private static Demand demand(Application call, List<Hold> holds, Bucket bucket) {
    return new Demand(
        new Rid(bucket, Rid.shardOf(call.invocation()), call.invocation(), call.attempt()),
        call.arrived(),
        call.subject(),
        call.amount(),
        call.inputTokens(),
        call.outputTokens(),
        holds,
        call.rules().policies().booked(call.subject().attribution(), call.keyName()),
        call.rules().version(),
        call.until(),
        call.fingerprints());
  }

  private Decision journaled(Application call, Reserved.Granted granted, Instant proven) {
    return switch (ledger.journal(granted.reservation())) {
      case Journaled.Open(Instant at) -> {
        if (at.isAfter(call.sentBy())) {
          // Another request with the same key may have been let through meanwhile.
          settlement.abandon(granted.reservation(), call.facts());
          yield new Decision.Unavailable("its claim was over when its record landed");
        }
        // A process that was frozen since its last look believes that its rules are young; the
        // store knows better.
        if (isOlder(FRESH, proven, at) && proven(call, at).isEmpty()) {
          settlement.abandon(granted.reservation(), call.facts());
          yield new Decision.Again(call.doubtful());
        }
        yield new Decision.Admit(granted);
      }
      case Journaled.Uncovered(String why, boolean silent) -> {
        if (silent && mayPassUncounted(call)) {
          yield new Decision.Uncounted(granted.reservation());
        }
        settlement.abandon(granted.reservation(), call.facts());
        yield new Decision.Unavailable(why);
      }
    };
  }

  /// Only where the store is out of reach, never because an answer of it was not understood.
  private boolean mayPassUncounted(Application call) {
    // What has a claim is never sent without a record, which alone proves to a repeat that it was.
    boolean claimed = call.sentBy().isBefore(Instant.MAX);
    return !claimed
        && !isOlder(OLDEST_UNCOUNTED, call.seen().at(), clock.instant())
        && book.head().saysTheSameAs(call.seen())
        && call.rules()
            .policies()
            .letThroughUncounted(
                call.subject().attribution(),
                call.keyName(),
                call.subject().provider(),
                call.subject().model());
  }

  private Decision denied(Application call, Demand demand, Denial denial, long mark, Instant now) {
    if (denial.isPassing() && call.attempt() == 1) {
      // The call in the way may be this very client's last one: it has read the answer to its end,
      // and its settlement is under way.
      pause.pause(MOMENT);
      return new Decision.Again(call.doubtful());
    }
    boolean byMoneyOrSlots = denial instanceof Denial.OverBudget || denial instanceof Denial.Busy;
    if (call.doubtful() && byMoneyOrSlots) {
      return new Decision.Unavailable("an earlier hold of this request may stand in its own way");
    }
    recent.remember(demand, denial, mark, now);
    return new Decision.Deny(denial);
  }

  private static boolean isOlder(Duration limit, Instant proven, Instant storeNow) {
    return Duration.between(proven, storeNow).compareTo(limit) > 0;
  }

  /// Reads the head anew. If the store says nothing, rules of unknown age admit nobody.
  ///
  /// @return when the rules of this very call were seen in force; empty if they are not, or nobody
  ///   knows
  private Optional<Instant> proven(Application call, Instant asOf) {
    try {
      book.refresh();
      if (book.isOlderThan(FRESH, asOf)) {
        // That read was under way already, perhaps since before a freeze.
        book.refresh();
      }
      Head head = book.head();
      return !book.isOlderThan(FRESH, asOf) && head.saysTheSameAs(call.seen())
          ? Optional.of(head.at())
          : Optional.empty();
    } catch (StoreUnavailable e) {
      return Optional.empty();
    }
  }

  private Decision refreshed(boolean doubtful) {
    try {
      book.refresh();
      return new Decision.Again(doubtful);
    } catch (StoreUnavailable e) {
      return new Decision.Unavailable("the newer policies could not be read");
    }
  }
}
