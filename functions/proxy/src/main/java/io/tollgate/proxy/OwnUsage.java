package io.tollgate.proxy;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Dimension;
import io.tollgate.aws.http.Reply;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Pace;
import io.tollgate.money.Usd;
import io.tollgate.policy.Attributor;
import io.tollgate.policy.Book;
import io.tollgate.proxy.Progress.Known;
import io.tollgate.proxy.Progress.Visit;
import io.tollgate.table.StoreClock;
import io.tollgate.table.StoreUnavailable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// `GET /v1/usage`: what a key's calls have spent and may spend, also when that is nothing more.
final class OwnUsage {
  private final KeyRing keys;
  private final Ledger ledger;
  private final Book book;
  private final StoreClock clock;
  private final Refusals refusals;

  OwnUsage(KeyRing keys, Ledger ledger, Book book, StoreClock clock, Refusals refusals) {
    this.keys = keys;
    this.ledger = ledger;
    this.book = book;
    this.clock = clock;
    this.refusals = refusals;
  }

  void handle(Visit visit, Reply reply) throws IOException {
    try {
      if (book.isOlderThan(Admission.FRESH, clock.instant())) {
        book.refresh();
      }
      switch (keys.identify(visit)) {
        case Step.No<Known>(Refusal refusal, Progress at) -> refusals.send(refusal, at, reply);
        case Step.Yes<Known>(Known known) -> tell(known, reply);
      }
    } catch (StoreUnavailable e) {
      refusals.send(
          Refusal.of(
                  Code.ENFORCEMENT_UNAVAILABLE, "The accounts cannot be read now; try again soon.")
              .after(Duration.ofSeconds(1)),
          visit,
          reply);
    }
  }

  private void tell(Known known, Reply reply) throws IOException {
    var headers = known.visit().headers();
    if (!(Attributor.attribute(known.key(), known.rules().directory(), headers::first)
        instanceof Attributor.Attributed(Attribution who))) {
      refusals.send(
          Refusal.of(
              Code.ATTRIBUTION_NOT_ALLOWED,
              "The headers say whose usage is asked for, and this key may not say so."),
          known,
          reply);
      return;
    }
    List<Hold> holds = known.rules().policies().holds(who, known.key().name(), "", "");
    Calendar calendar = known.rules().calendar();
    Instant now = clock.instant();
    List<AccountView> accounts =
        holds.stream().map(hold -> ledger.view(hold.scope(), calendar)).toList();
    JsonReply.send(
        reply,
        new Progress.Named(known, who),
        json -> {
          json.writeStartObject();
          attribution(json, who);
          json.writeArrayFieldStart("budgets");
          for (int i = 0; i < holds.size(); i++) {
            for (Ceiling ceiling : holds.get(i).ceilings()) {
              budget(json, holds.get(i), ceiling, accounts.get(i), now);
            }
          }
          json.writeEndArray();
          json.writeArrayFieldStart("rates");
          for (Hold hold : holds) {
            for (Pace pace : hold.paces()) {
              rate(json, hold, pace);
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void attribution(JsonGenerator json, Attribution who) throws IOException {
    json.writeObjectFieldStart("attribution");
    for (Dimension dimension : Dimension.values()) {
      json.writeStringField(dimension.word(), who.of(dimension));
    }
    json.writeStringField("key", who.key());
    json.writeEndObject();
  }

  private static void budget(
      JsonGenerator json, Hold hold, Ceiling ceiling, AccountView account, Instant now)
      throws IOException {
    Calendar calendar = account.calendar();
    String window =
        calendar.windows(Bucket.of(now, account.closed().minutes())).of(ceiling.period());
    Usd spent = account.spent(window);
    Usd held = account.held(window);
    json.writeStartObject();
    json.writeStringField("id", ceiling.policy());
    json.writeStringField("scope", hold.scope().toString());
    json.writeStringField("period", ceiling.period().word());
    json.writeStringField("limit_usd", ceiling.limit().plain());
    json.writeStringField("spent_usd", spent.plain());
    json.writeStringField("held_usd", held.plain());
    json.writeStringField(
        "left_usd", ceiling.limit().minus(spent).minus(held).max(Usd.ZERO).plain());
    Instant end = calendar.endOf(ceiling.period(), now);
    if (!end.equals(Instant.MAX)) {
      json.writeStringField(
          "resets_at", DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(calendar.local(end)));
    }
    json.writeStringField("mode", ceiling.mode().word());
    json.writeEndObject();
  }

  private static void rate(JsonGenerator json, Hold hold, Pace pace) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", pace.policy());
    json.writeStringField("scope", hold.scope().toString());
    json.writeStringField(
        "resource", pace.resource() == Pace.Resource.REQUESTS ? "requests" : "tokens");
    json.writeNumberField("limit", pace.perUnit());
    json.writeStringField(
        "per",
        switch (pace.unit()) {
          case 's' -> "s";
          case 'm' -> "min";
          default -> "h";
        });
    json.writeNumberField("burst", pace.burst());
    json.writeStringField("mode", pace.mode().word());
    json.writeEndObject();
  }
}
