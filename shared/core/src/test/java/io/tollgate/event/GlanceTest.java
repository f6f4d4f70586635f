package io.tollgate.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.attribution.Scope;
import io.tollgate.books.Till;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.table.EmbeddedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GlanceTest {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private final Till till =
      new Till(
          new EmbeddedTable(now::get),
          now,
          "{organisation: acme, policies: [{budget: monthly, of: each agent, limit_usd: 9}]}");
  private final Reservation reservation =
      till.open(Till.who("ada \"the\" first", "bot", "search"), "gpt-5.5");
  private final List<Scope> told = new ArrayList<>();

  private String message(boolean settled) {
    return EventJson.write(
        new UsageEvent.Ended(
            new Incoming(reservation, Till.metered("0.1"), EventJson.write(till.facts())),
            settled));
  }

  @Test
  void a_settled_call_is_seen_with_the_accounts_that_reading_it_would_find() {
    assertTrue(Glance.seesSettled(message(true), told::add));
    var read = (UsageEvent.Ended) EventJson.read(message(true));
    var accounts = new ArrayList<>(read.reservation().booked());
    read.reservation().held().forEach(held -> accounts.add(held.scope()));
    assertEquals(Set.copyOf(accounts), Set.copyOf(told));
    assertEquals(accounts.size(), told.size());
  }

  @Test
  void everything_else_is_to_be_read_and_nothing_is_told() {
    String settled = message(true);
    for (String text :
        List.of(
            message(false),
            "",
            "{",
            "[]",
            "nothing",
            "{\"settled\":true}",
            settled.replaceFirst("\"schema\":1", "\"schema\":2"),
            settled.replaceFirst("\"schema\":1,", ""),
            settled.replaceFirst("\"kind\":\"ended\"", "\"kind\":\"refused\""),
            settled.replaceFirst("\"h\":\"", "\"h\":\"?"),
            settled.replaceFirst("\"m\":\"[^,]*,", ""),
            settled.substring(0, settled.indexOf("settled")))) {
      assertFalse(Glance.seesSettled(text, told::add), text);
    }
    assertEquals(List.of(), told);
  }
}
