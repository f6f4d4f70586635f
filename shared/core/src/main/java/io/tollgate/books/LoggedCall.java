package io.tollgate.books;

import io.tollgate.attribution.Attribution;
import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Source;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.table.Row;
import java.time.Instant;
import java.util.Optional;

/// One attempt of a request, as the journal has it.
public sealed interface LoggedCall {
  /// The id of the attempt.
  String rid();

  /// The id that the client was told.
  String request();

  /// When the request arrived; while it is under way no finer than the bucket.
  Instant at();

  /// Who and what. The price version is empty for a refused call.
  Subject subject();

  /// How far it is.
  enum State {
    OPEN,
    SETTLED,
    REFUSED
  }

  State state();

  /// A call that was reserved.
  ///
  /// @param source where the charge comes from; empty while it is open
  /// @param net what was charged
  /// @param facts empty while it is open, and where only the sweep spoke
  record Admitted(
      String rid,
      Reservation reservation,
      Optional<Source> source,
      Usd net,
      Charge charge,
      Optional<CallFacts> facts)
      implements LoggedCall {
    @Override
    public String request() {
      return reservation.request();
    }

    @Override
    public Instant at() {
      return facts.map(CallFacts::at).orElseGet(() -> reservation.rid().bucket().start());
    }

    @Override
    public Subject subject() {
      return reservation.subject();
    }

    @Override
    public State state() {
      return source.isPresent() ? State.SETTLED : State.OPEN;
    }
  }

  /// A call that was refused.
  record Refused(String rid, UsageEvent.Refused event) implements LoggedCall {
    @Override
    public String request() {
      return event.request();
    }

    @Override
    public Instant at() {
      return event.at();
    }

    @Override
    public Subject subject() {
      Attribution who = event.attribution();
      return new Subject(who, event.provider(), event.model(), "");
    }

    @Override
    public State state() {
      return State.REFUSED;
    }
  }

  /// @throws IllegalArgumentException if the item is not one of the journal
  static LoggedCall read(Row row, int bucketMinutes) {
    String rid = row.key().sk();
    JournalItem.Contents item = JournalItem.read(rid, bucketMinutes, row.item());
    return item.reservation()
        .<LoggedCall>map(reservation ->
            new Admitted(
                rid,
                reservation,
                item.source(),
                item.net(),
                item.charge(),
                item.facts().isEmpty()
                    ? Optional.empty()
                    : Optional.of(EventJson.facts(item.facts()))))
        .orElseGet(() -> new Refused(rid, EventJson.refusal(item.facts())));
  }
}
