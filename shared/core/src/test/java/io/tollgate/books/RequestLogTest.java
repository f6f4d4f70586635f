package io.tollgate.books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.RequestId;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.money.Usd;
import io.tollgate.table.Condition;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RequestLogTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Till till = new Till(new EmbeddedTable(now::get), now, "{organisation: acme}");
  private final RequestLog log = log(now::get);

  private RequestLog log(InstantSource clock) {
    return new RequestLog(till.table(), till.ledger().closing(), clock, Fan.INLINE);
  }

  private List<LoggedCall> find(String request) {
    return log.find(RequestId.parse(request).orElseThrow());
  }

  private void refused(String request) {
    var event =
        new UsageEvent.Refused(
            request,
            now.get(),
            Till.who("ada", "bot", "search"),
            "openai",
            "gpt-5.5",
            402,
            "budget_exceeded",
            "monthly:member/ada",
            "member/ada",
            "Budget 'monthly:member/ada' of $1 is used up.",
            "");
    till.table()
        .write(
            new Write.Put(
                RequestId.parse(request).orElseThrow().refusal(),
                JournalItem.refused(EventJson.story(event), event.at()),
                new Condition.NoItem()));
  }

  @Test
  void a_call_is_found_by_the_id_that_its_client_was_told() {
    Reservation reservation = till.open(Till.who("ada", "bot", "search"), "gpt-5.5");
    assertEquals(LoggedCall.State.OPEN, find(reservation.request()).getFirst().state());
    till.settle(reservation, "0.25");
    var settled = (LoggedCall.Admitted) find(reservation.request()).getFirst();
    assertEquals(LoggedCall.State.SETTLED, settled.state());
    assertEquals(Usd.parse("0.25"), settled.net());
    assertEquals("stop", settled.facts().orElseThrow().finishReason());
  }

  @Test
  void a_refused_call_is_found_with_the_policy_that_spoke() {
    String request = Reservation.requestId(Bucket.of(NOON, 5), "lambda-1");
    refused(request);
    var found = (LoggedCall.Refused) find(request).getFirst();
    assertEquals("monthly:member/ada", found.event().policy());
    assertEquals(LoggedCall.State.REFUSED, found.state());
  }

  @Test
  void other_calls_are_not_found_with_it() {
    Reservation reservation = till.settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.1");
    for (int i = 0; i < 40; i++) {
      till.settled(Till.who("bob", "bot", "search"), "gpt-5.5", "0.1");
    }
    assertEquals(1, find(reservation.request()).size());
    assertEquals(List.of(), find(Reservation.requestId(Bucket.of(NOON, 5), "nobody")));
  }

  @Test
  void what_is_no_id_of_a_request_is_no_address() {
    for (String text : List.of("", "x", "a-b", "1-z-q", "1-0-a#b", "1-0-a/b", "A-0-x", "1-0-")) {
      assertEquals(Optional.empty(), RequestId.parse(text), text);
    }
  }

  @Test
  void the_newest_come_first_over_buckets_and_shards() {
    var expected = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      String request = till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01").request();
      expected.addFirst(request);
      till.pass(Duration.ofSeconds(40));
    }
    assertEquals(expected, requests(log.newest(log.top(now.get()), 100, c -> true, now.get())));
  }

  @Test
  void pages_show_every_call_once() {
    var all = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      all.addFirst(till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01").request());
      if (i % 7 == 0) {
        till.pass(Duration.ofSeconds(90));
      }
    }
    var paged = new ArrayList<String>();
    Optional<RequestLog.Cursor> place = Optional.of(log.top(now.get()));
    for (int page = 0; page < 200 && paged.size() < 50; page++) {
      // As a client sends it back.
      var cursor = RequestLog.Cursor.parse(place.orElseThrow().toString());
      RequestLog.Excerpt excerpt = log.newest(cursor, 4, call -> true, now.get());
      paged.addAll(requests(excerpt));
      place = excerpt.next();
    }
    var end = RequestLog.Cursor.parse(place.orElseThrow().toString());
    assertEquals(List.of(), log.newest(end, 4, call -> true, now.get()).calls());
    assertEquals(all.stream().sorted().toList(), paged.stream().sorted().toList());
  }

  @Test
  void a_log_that_takes_long_to_look_through_is_shown_in_several_parts() {
    String request = till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01").request();
    till.pass(Duration.ofHours(6));
    var slow = new AtomicReference<>(NOON);
    // A part is 24 buckets, and four more until two seconds are over; six hours are 72.
    RequestLog patient = log(() -> slow.updateAndGet(at -> at.plusMillis(500)));
    var shown = new ArrayList<String>();
    int parts = 0;
    Optional<RequestLog.Cursor> place = Optional.of(patient.top(now.get()));
    while (shown.isEmpty()) {
      RequestLog.Excerpt part = patient.newest(place.orElseThrow(), 9, call -> true, now.get());
      shown.addAll(requests(part));
      place = part.next();
      parts++;
    }
    assertEquals(List.of(request), shown);
    assertEquals(3, parts);
  }

  @Test
  void two_days_are_looked_through_at_once_where_that_is_quick() {
    till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01");
    till.pass(Duration.ofDays(2));
    assertEquals(1, log.newest(log.top(now.get()), 9, call -> true, now.get()).calls().size());
  }

  @Test
  void an_item_that_nobody_can_read_hides_no_other() {
    String request = till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01").request();
    RequestId id = RequestId.parse(request).orElseThrow();
    String partition = Rid.partition(id.bucket(5), id.shard());
    till.table()
        .write(
            new Write.Put(
                new Key(partition, request + ".1#c1"), Item.EMPTY, new Condition.NoItem()));
    assertEquals(1, find(request).size());
    assertEquals(
        List.of(request), requests(log.newest(log.top(now.get()), 9, c -> true, now.get())));
  }

  @Test
  void only_what_is_wanted_is_shown() {
    till.settled(Till.who("ada", "bot", "f"), "gpt-5.5", "0.01");
    till.open(Till.who("bob", "bot", "f"), "gpt-5.5");
    RequestLog.Excerpt open =
        log.newest(
            log.top(now.get()), 10, call -> call.state() == LoggedCall.State.OPEN, now.get());
    assertEquals(1, open.calls().size());
    assertEquals("bob", open.calls().getFirst().subject().attribution().member());
  }

  private static List<String> requests(RequestLog.Excerpt excerpt) {
    return excerpt.calls().stream().map(LoggedCall::request).toList();
  }
}
