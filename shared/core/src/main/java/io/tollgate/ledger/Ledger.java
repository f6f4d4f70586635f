package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Table;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The counters: every limit is an account with a ceiling, every call a two-phase transfer against
/// all of its accounts.
///
/// `reserve`, then `journal`, then the provider, then `settle`: the sum of what was charged and
/// what may still be charged never passes a limit, whatever crashes, repeats or stays silent in
/// between. It remembers nothing that it could not read again and judges nothing. Safe for
/// concurrent use.
///
/// The whole story is in `docs/enforcement.md`.
public final class Ledger {
  private final Closing closing;
  private final Reserver reserver;
  private final Journal journal;
  private final Settler settler;
  private final Folding folding;
  private final Table table;
  private final Alarms alarms;
  private final Repeats repeats;

  /// @param table the store
  /// @param closing how far its buckets are closed
  /// @param fan how several accounts are asked at once
  /// @param pause how a step waits before it tries again
  /// @param random for that wait alone
  /// @param alarms where the ledger says what should never happen
  public Ledger(
      Table table, Closing closing, Fan fan, Pause pause, RandomGenerator random, Alarms alarms) {
    var jitter = new Jitter(pause, random);
    this.table = table;
    this.closing = closing;
    this.folding = new Folding(table);
    this.reserver = new Reserver(table, closing, folding, fan, jitter);
    this.journal = new Journal(table, jitter);
    this.settler = new Settler(table, jitter, alarms);
    this.alarms = alarms;
    this.repeats = new Repeats(table, journal, closing, jitter);
  }

  /// Holds the most that a call can cost on all of its limited accounts, or on none.
  ///
  /// @param calendar of the configuration that the demand was made from
  /// @param now the store's time, as well as this process knows it
  public Reserved reserve(Demand demand, Calendar calendar, Instant now) {
    return reserver.reserve(demand, calendar, now);
  }

  /// The first budget that is spent so far, as this process knows, that calls go to another model.
  ///
  /// @param bucket of the call
  public Optional<Nearly> degrading(List<Hold> holds, Calendar calendar, Bucket bucket) {
    return reserver.degrading(holds, calendar.windows(bucket));
  }

  /// Gives back what was granted, before the journal was asked to write anything. Once at most:
  /// what the store does not confirm heals when the bucket closes.
  ///
  /// @return whether it is certain that nothing is left; if not, a refusal for money or slots that
  ///   follows proves nothing
  public boolean giveBack(Demand demand, Calendar calendar, Instant now, Reserved.Granted granted) {
    return reserver.giveBack(demand, calendar, now, granted);
  }

  /// What a demand would have reserved, for a call that is let through although the store gave no
  /// answer: nothing is held for certain, and all of its accounts are charged when it settles.
  public Reservation unreserved(Demand demand, Calendar calendar) {
    return reserver.unreserved(demand, calendar);
  }

  /// Writes the call's own record and proves, by the store's clock, that it may go to the provider.
  public Journaled journal(Reservation reservation) {
    return journal.open(reservation);
  }

  /// Settles with a single try of 300 ms at most: for a gateway, after the last byte.
  ///
  /// @return `BOOKED` only on a definite yes, else `PENDING`
  public Settled trySettle(Incoming incoming, Instant now) {
    return settler.tryOnce(incoming, now);
  }

  /// Settles any number of calls in as few transactions as they fit into, repeating until the store
  /// lets it or says nothing.
  ///
  /// @return what became of each, in order
  public List<Settled> settle(List<Incoming> incoming, Instant now) {
    return settler.settle(incoming, now);
  }

  /// Reads an account and folds what is held there in closed buckets.
  ///
  /// @param calendar of the configuration
  /// @param asOf the store's time when that was known to be in force, or earlier: later buckets
  ///   stay as they are
  /// @return the account afterwards
  /// @throws io.tollgate.table.StoreUnavailable if it cannot be read
  public AccountView folded(Scope scope, Calendar calendar, Instant asOf) {
    return folding.folded(scope, calendar, closing.closedBy(asOf));
  }

  /// Drops the windows of an account that have ended. Whoever wants to know what was charged in
  /// them looks before.
  ///
  /// @param account as {@link #folded} has left it
  public void drop(Scope scope, AccountView account) {
    folding.drop(scope, account);
  }

  /// What an account says now.
  ///
  /// @throws io.tollgate.table.StoreUnavailable if it cannot be read
  public AccountView view(Scope scope, Calendar calendar) {
    return new AccountView(table.get(Account.key(scope)).orEmpty(), calendar, closing.closed());
  }

  /// A sweep over this ledger.
  ///
  /// @param local measures how long a run takes, nothing else
  public Sweep sweep(InstantSource local) {
    return new Sweep(closing, bucketJournal(), local);
  }

  /// The look at this ledger's buckets after they were closed.
  public SecondLook secondLook() {
    return new SecondLook(table, closing, bucketJournal());
  }

  private BucketJournal bucketJournal() {
    return new BucketJournal(table, closing.minutes(), settler, alarms);
  }

  /// Which of several requests with one `Idempotency-Key` may be sent, by what this ledger's
  /// journal shows.
  public Repeats repeats() {
    return repeats;
  }

  public Closing closing() {
    return closing;
  }
}
