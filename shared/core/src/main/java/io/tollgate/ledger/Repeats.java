package io.tollgate.ledger;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Lets of all requests with one `Idempotency-Key` one at a time be sent, and another only if it is
/// proven that the one before was not served.
///
/// The proof is either its own gateway's word, or the journal once the claim is over: a record that
/// lands after that is never sent, so what the journal does not show by then never happens. Safe
/// for concurrent calls.
public final class Repeats {
  /// Each is sent by a client that repeats on its own.
  private static final int MOST_APPLICATIONS = 2;

  private static final int MOST_CONFLICTS = 8;

  /// How often a claim may change hands under our eyes before we say that it is too busy.
  private static final int MOST_ROUNDS = 4;

  /// The clocks of a store's machines may differ by a little, and show whole seconds only.
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Table table;
  private final Journal journal;
  private final Closing closing;
  private final Jitter jitter;

  Repeats(Table table, Journal journal, Closing closing, Jitter jitter) {
    this.table = table;
    this.journal = journal;
    this.closing = closing;
    this.jitter = jitter;
  }

  /// Claims for a request that it is the only one of its kind. A request that was answered
  /// `Unavailable`, or that released its claim, must not ask again: its release may land late.
  ///
  /// @param callEnds when the request will have ended at the latest
  public Claimed claim(Claim claim, Instant callEnds) {
    Item seen = Item.EMPTY;
    int applications = 0;
    int conflicts = 0;
    int rounds = 0;
    while (true) {
      switch (table.write(claim.take(seen, callEnds))) {
        case Answer.Applied(Item ours, Instant at) -> {
          return inTime(claim, at);
        }
        case Answer.Unknown(String why) -> {
          if (++applications == MOST_APPLICATIONS) {
            return unknown(claim, why);
          }
        }
        case Answer.NotApplied(String why) -> {
          if (++conflicts == MOST_CONFLICTS) {
            return new Claimed.Unavailable(why);
          }
          jitter.pause();
        }
        case Answer.Refused(Item standing, Instant at) -> {
          if (claim.isShownBy(standing)) {
            return inTime(claim, at);
          }
          Optional<Claimed> objection = objection(standing, at);
          if (objection.isPresent()) {
            return objection.get();
          }
          if (++rounds == MOST_ROUNDS) {
            return new Claimed.Unavailable("the claim changes hands too fast");
          }
          seen = standing;
        }
      }
    }
  }

  /// Perhaps it is claimed: released, it is in nobody's way.
  private Claimed unknown(Claim claim, String why) {
    release(claim);
    return new Claimed.Unavailable(why);
  }

  /// A process whose clock is that wrong would look for its record in the wrong place.
  private Claimed inTime(Claim claim, Instant at) {
    if (at.isBefore(claim.from()) || at.isAfter(claim.until())) {
      return unknown(claim, "it was claimed at " + at + ", far from " + claim);
    }
    return new Claimed.Ours(claim);
  }

  /// Why what stands there may not be replaced; empty if it may.
  private Optional<Claimed> objection(Item standing, Instant at) {
    if (standing.isEmpty() || Claim.isReleased(standing) || Claim.isExpired(standing, at)) {
      return Optional.empty();
    }
    String first = Claim.requestOf(standing);
    Optional<Claim.Shown> shown = Claim.shown(standing);
    if (shown.isEmpty()) {
      // Written by somebody whose ids we cannot read: nothing is proven.
      return Optional.of(new Claimed.Repeated(first, true));
    }
    Claim.Shown claim = shown.get();
    if (!at.isAfter(claim.until().plus(MARGIN))) {
      return Optional.of(new Claimed.Repeated(first, false));
    }
    try {
      return journal.mayShowServed(claim.request(), claim.from(), claim.until(), closing.minutes())
          ? Optional.of(new Claimed.Repeated(first, true))
          : Optional.empty();
    } catch (StoreUnavailable e) {
      return Optional.of(new Claimed.Unavailable("the journal gave no answer"));
    }
  }

  /// Says that the request was not served and will not be: the next one with the same key may pass
  /// at once. Once, and not awaited any further: without it the next one passes when the claim is
  /// over and the journal shows the same.
  public void release(Claim claim) {
    table.write(claim.release());
  }
}
