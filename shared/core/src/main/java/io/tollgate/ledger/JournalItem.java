package io.tollgate.ledger;

import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.ChargeJson;
import io.tollgate.table.Action;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.table.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// How a call's own record is spelt in the store. The spelling is frozen (a test pins it).
///
/// One of three states: OPEN, SETTLED, and REFUSED for calls that were never reserved and are kept
/// for the log only.
public final class JournalItem {
  static final String STATE = "st";
  static final String SOURCE = "src";
  static final String AMOUNT = "amt";
  static final String NET = "net";
  private static final String DESCRIPTION = "d";
  private static final String CHARGE = "ch";
  private static final String FACTS = "x";
  private static final String EXPIRES = "ttl";
  static final String OPEN = "OPEN";
  static final String SETTLED = "SETTLED";
  static final String REFUSED = "REFUSED";

  /// At least the dead-letter queue's retention and two weeks: a message redriven later must still
  /// meet its item.
  private static final Duration KEPT = Duration.ofDays(45);

  private JournalItem() {}

  static Item open(Reservation reservation) {
    return Item.builder()
        .set(STATE, OPEN)
        .set(AMOUNT, Num.of(reservation.amount().picos()))
        .set(DESCRIPTION, ReservationJson.write(reservation))
        .set(EXPIRES, expires(reservation))
        .build();
  }

  private static long expires(Reservation reservation) {
    return reservation.rid().bucket().end().plus(KEPT).getEpochSecond();
  }

  /// What a settlement writes.
  ///
  /// @param facts what else is known of the call, as JSON; empty leaves what stands there
  static List<Action> settled(Source source, Charge charge, String facts) {
    var actions = new ArrayList<Action>();
    actions.add(Action.set(STATE, SETTLED));
    actions.add(Action.set(SOURCE, source.word()));
    actions.add(Action.set(NET, Num.of(charge.total().picos())));
    actions.add(Action.set(CHARGE, ChargeJson.write(charge)));
    if (!facts.isEmpty()) {
      actions.add(Action.set(FACTS, facts));
    }
    return actions;
  }

  /// What a settlement of a call whose item does not exist adds, so that the item then says
  /// everything.
  static List<Action> described(Reservation reservation) {
    return List.of(
        Action.setIfAbsent(AMOUNT, Num.of(reservation.amount().picos())),
        Action.setIfAbsent(DESCRIPTION, Value.of(ReservationJson.write(reservation))),
        Action.setIfAbsent(EXPIRES, Num.of(expires(reservation))));
  }

  /// A call that was refused, for the log only. It holds nothing and is charged nothing.
  ///
  /// @param story everything that is known of it, as JSON
  public static Item refused(String story, Instant at) {
    return Item.builder()
        .set(STATE, REFUSED)
        .set(FACTS, story)
        .set(EXPIRES, at.plus(KEPT).getEpochSecond())
        .build();
  }

  static boolean isOpen(Item item) {
    return item.text(STATE).equals(Optional.of(OPEN));
  }

  static boolean isSettled(Item item) {
    return item.text(STATE).equals(Optional.of(SETTLED));
  }

  /// Whether its call may have been served, as far as the item says: not if it was refused, nor if
  /// it is settled as unserved and costs nothing.
  static boolean mayBeServed(Item item) {
    boolean unserved =
        isSettled(item)
            && item.text(SOURCE).equals(Optional.of(Source.NONE.word()))
            && item.num(NET).signum() == 0;
    return !unserved && !item.text(STATE).equals(Optional.of(REFUSED));
  }

  static Source source(Item item) {
    return Source.ofWord(item.text(SOURCE).orElse("none"));
  }

  static Usd net(Item item) {
    return new Usd(item.num(NET).exact());
  }

  static Charge charge(Item item) {
    return item.text(CHARGE).map(ChargeJson::read).orElse(Charge.NOTHING);
  }

  /// @throws IllegalArgumentException if the item is not one that this class wrote
  static Reservation reservation(String sortKey, int bucketMinutes, Item item) {
    return ReservationJson.read(
        Rid.parse(sortKey, bucketMinutes),
        new Usd(item.num(AMOUNT).exact()),
        item.text(DESCRIPTION)
            .orElseThrow(() -> new IllegalArgumentException("no description in " + sortKey)));
  }

  /// What is known of one attempt, for people.
  ///
  /// @param state `OPEN`, `SETTLED` or `REFUSED`
  /// @param reservation empty for a refused call
  /// @param source empty while open, and for a refused call
  /// @param net what was charged, corrections included
  /// @param facts JSON; empty if nothing was said
  public record Contents(
      String state,
      Optional<Reservation> reservation,
      Optional<Source> source,
      Usd net,
      Charge charge,
      String facts) {}

  public static Contents read(String sortKey, int bucketMinutes, Item item) {
    boolean refused = item.text(STATE).equals(Optional.of(REFUSED));
    return new Contents(
        item.text(STATE).orElse(""),
        refused ? Optional.empty() : Optional.of(reservation(sortKey, bucketMinutes, item)),
        item.text(SOURCE).map(Source::ofWord),
        net(item),
        charge(item),
        item.text(FACTS).orElse(""));
  }
}
