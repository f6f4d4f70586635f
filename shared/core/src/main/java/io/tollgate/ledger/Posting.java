package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.spend.Charge;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Text;
import io.tollgate.table.Write;
import io.tollgate.usage.Meter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The effect of one call's settlement on the store: its journal item, its accounts, its spend
/// rows.
///
/// Every posting changes the journal item under a condition on its state, in the same transaction
/// as the money: whoever comes second is refused.
///
/// @param reservation whose
/// @param journal the guarded change of the journal item
/// @param charge what is in the books afterwards
/// @param before what was in the books; nothing for a first settlement
/// @param wasCounted whether the call was counted in the books before
/// @param isCounted whether it is counted afterwards
/// @param releases whether the held amount is released too
/// @param without scopes whose hold was found to be gone: they are charged without releasing
///   anything
record Posting(
    Reservation reservation,
    Write journal,
    Charge charge,
    Charge before,
    boolean wasCounted,
    boolean isCounted,
    boolean releases,
    Set<Scope> without) {

  /// A call that nobody settled yet. A call that was not served may also have no journal item: it
  /// is then made, settled, so that a put which is still on its way is refused.
  static Posting first(Incoming incoming) {
    Reservation reservation = incoming.reservation();
    Charge charge = incoming.truth().charge(reservation);
    Source source = incoming.truth().source();
    List<Action> actions = new ArrayList<>(JournalItem.settled(source, charge, incoming.facts()));
    Condition open =
        Condition.all(
            Condition.is(JournalItem.STATE, JournalItem.OPEN),
            Condition.is(JournalItem.AMOUNT, Num.of(reservation.amount().picos())));
    if (source == Source.NONE) {
      actions.addAll(JournalItem.described(reservation));
      open = Condition.any(new Condition.NoItem(), open);
    }
    return new Posting(
        reservation,
        new Write.Update(reservation.rid().key(), actions, open),
        charge,
        Charge.NOTHING,
        false,
        source != Source.NONE,
        true,
        Set.of());
  }

  /// A truth about a call that was settled without knowing it: moves the difference, once.
  static Posting late(
      Incoming incoming, Source seenSource, Num seenNet, Charge seenCharge, Source source) {
    Reservation reservation = incoming.reservation();
    Charge charge = incoming.truth().charge(reservation);
    return new Posting(
        reservation,
        new Write.Update(
            reservation.rid().key(),
            JournalItem.settled(source, charge, incoming.facts()),
            Condition.all(
                Condition.is(JournalItem.STATE, JournalItem.SETTLED),
                Condition.is(JournalItem.SOURCE, new Text(seenSource.word())),
                Condition.is(JournalItem.NET, seenNet))),
        charge,
        seenCharge,
        seenSource != Source.NONE,
        !(incoming.truth() instanceof Truth.Unserved),
        false,
        Set.of());
  }

  /// A call that ended without a journal item: it was let through while the store gave no answer,
  /// or something happened that must not. Booked all the same, and a put of the item that is still
  /// on its way is refused.
  static Posting unreserved(Incoming incoming) {
    Reservation reservation = incoming.reservation();
    Charge charge = incoming.truth().charge(reservation);
    List<Action> actions =
        new ArrayList<>(JournalItem.settled(incoming.truth().source(), charge, incoming.facts()));
    actions.addAll(JournalItem.described(reservation));
    return new Posting(
        reservation,
        new Write.Update(reservation.rid().key(), actions, new Condition.NoItem()),
        charge,
        Charge.NOTHING,
        false,
        true,
        false,
        Set.of());
  }

  /// The same, with one account more whose hold is gone.
  Posting without(Scope scope) {
    Set<Scope> more = new HashSet<>(without);
    more.add(scope);
    return new Posting(
        reservation, journal, charge, before, wasCounted, isCounted, releases, Set.copyOf(more));
  }

  Key key() {
    return reservation.rid().key();
  }

  /// Every item that settling this call alone would write.
  Set<Key> items() {
    var items = new HashSet<Key>();
    items.add(key());
    reservation.held().forEach(held -> items.add(Account.key(held.scope())));
    reservation.booked().forEach(scope -> items.add(Account.key(scope)));
    String hour = reservation.windows().hour();
    items.add(SpendRow.key(hour, reservation.subject(), before.tier()));
    items.add(SpendRow.key(hour, reservation.subject(), charge.tier()));
    return items;
  }

  /// How the used money of an account without a hold changes.
  private Num difference() {
    return Num.of(charge.total().minus(before.total()).picos());
  }

  /// Adds this call's changes of accounts.
  void addTo(AccountChanges changes, Instant now) {
    Num amount = Num.of(reservation.amount().picos());
    Num difference = difference();
    Windows windows = reservation.windows();
    Movement booked = Movement.booked(windows, difference);
    Movement released =
        Movement.released(windows, difference.minus(amount), reservation.rid().bucket(), amount);
    long unused = releases ? unusedTokens() : 0;
    for (Reservation.Held held : reservation.held()) {
      AccountChange change = changes.of(held.scope(), now);
      if (releases && !without.contains(held.scope())) {
        change.move(released);
        held.tokenClocks().forEach((clock, nanos) -> change.giveCredit(clock, nanos, unused));
      } else {
        change.move(booked);
      }
    }
    if (difference.signum() != 0) {
      for (Scope scope : reservation.booked()) {
        changes.of(scope, now).move(booked);
      }
    }
  }

  /// By how many tokens the bound was too high (negative: too low). A cost that nobody knows gives
  /// no credit back.
  private long unusedTokens() {
    boolean unknown = charge.lines().containsKey(Meter.UNMETERED);
    if (unknown) {
      return 0;
    }
    long used = 0;
    for (var line : charge.lines().entrySet()) {
      if (line.getKey().unit() == Meter.Unit.TOKENS) {
        used += line.getValue().quantity();
      }
    }
    return reservation.tokens() - used;
  }

  /// Adds this call's changes of the books.
  void addTo(SpendChanges changes) {
    String hour = reservation.windows().hour();
    if (wasCounted) {
      changes.of(hour, reservation.subject(), before.tier()).takeBack(before);
    }
    if (isCounted) {
      changes.of(hour, reservation.subject(), charge.tier()).add(charge);
    }
  }
}
