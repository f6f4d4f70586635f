package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.alert.AlertOutbox;
import io.tollgate.alert.Passed;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.books.Till;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.RequestId;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.table.Condition;
import io.tollgate.table.Write;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MoneyTest {
  private final Office office = new Office();

  @Test
  void spend_is_told_by_axis_with_the_total() {
    office.till().settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.1");
    office.till().settled(Till.who("bob", "bot", "search"), "mini", "0.25");
    JsonNode body = office.get("/admin/v1/spend?by=agent").body();
    assertEquals(
        "[{\"agent\":\"bot\",\"cost_usd\":\"0.35\",\"calls\":2,\"input_tokens\":20,"
            + "\"output_tokens\":14}]",
        body.path("data").toString());
    assertEquals("0.35", body.path("total_usd").asText());
    JsonNode two =
        office.get("/admin/v1/spend?by=member,model&from=2026-11-01&to=2026-12-01").body();
    assertEquals("bob", two.path("data").path(0).path("member").asText());
    assertEquals("mini", two.path("data").path(0).path("model").asText());
    assertEquals("0.35", two.path("total_usd").asText());
    JsonNode october = office.get("/admin/v1/spend?by=member&from=2026-10-01&to=2026-11-01").body();
    assertEquals("0", october.path("total_usd").asText());
  }

  @Test
  void what_cannot_be_summed_by_is_refused() {
    for (String by : List.of("session", "tag:team", "colour", "", "agent,agent", "a,b,c")) {
      assertEquals("by", office.get("/admin/v1/spend?by=" + by).param(), by);
    }
    assertEquals("interval", office.get("/admin/v1/spend?interval=day").param());
    assertEquals("from", office.get("/admin/v1/spend?from=yesterday").param());
    assertEquals("from", office.get("/admin/v1/spend?from=2026-13-01").param());
    assertEquals("to", office.get("/admin/v1/spend?from=2026-11-02&to=2026-11-02").param());
    assertEquals("to", office.get("/admin/v1/spend?from=2020-01-01&to=2026-11-02").param());
  }

  @Test
  void budgets_tell_what_is_spent_held_and_left() {
    office.till().settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.25");
    office.till().open(Till.who("ada", "bot", "search"), "gpt-5.5");
    assertEquals(
        "{\"data\":[{\"id\":\"monthly:each member\",\"scope\":\"member/ada\","
            + "\"period\":\"monthly\",\"limit_usd\":\"20\",\"spent_usd\":\"0.25\","
            + "\"held_usd\":\"0.5\",\"left_usd\":\"19.25\","
            + "\"resets_at\":\"2026-12-01T00:00:00+01:00\",\"mode\":\"hard\"}]}",
        office.get("/admin/v1/budgets").body().toString());
  }

  @Test
  void a_budget_tells_which_threshold_was_raised_for_its_window_and_limit() {
    office.till().settled(Till.who("ada", "bot", "search"), "gpt-5.5", "0.25");
    String window =
        office
            .till()
            .configuration()
            .calendar()
            .windows(Bucket.of(office.till().now(), 5))
            .of(Period.MONTH);
    var ceiling = new Ceiling(Period.MONTH, Usd.parse("20"), "monthly:each member");
    var ada = new Scope(ScopeKind.MEMBER, "ada");
    new AlertOutbox(office.till().table())
        .raise(
            new Passed(ada, window, ceiling, 75, Usd.parse("15"), Optional.empty()),
            office.till().now());
    assertEquals(75, office.get("/admin/v1/budgets").body().at("/data/0/passed_percent").asInt());
  }

  @Test
  void a_request_tells_its_whole_story() {
    Reservation reservation = office.till().open(Till.who("ada", "bot", "search"), "gpt-5.5");
    String path = "/admin/v1/requests/" + reservation.request();
    assertEquals("open", office.get(path).body().path("state").asText());
    office.till().settle(reservation, "0.125");
    JsonNode story = office.get(path).body();
    assertEquals(reservation.request(), story.path("id").asText());
    assertEquals("2026-11-24T13:00:00+01:00", story.path("at").asText());
    assertEquals(
        "{\"member\":\"ada\",\"agent\":\"bot\",\"department\":\"sales\",\"feature\":\"search\","
            + "\"key\":\"key_1\"}",
        story.path("attribution").toString());
    assertEquals(
        "{\"admitted\":true,\"policies\":[{\"id\":\"monthly:each member\","
            + "\"scope\":\"member/ada\",\"mode\":\"hard\"},{\"id\":\"rate:each key\","
            + "\"scope\":\"key/key_1\",\"mode\":\"hard\"}]}",
        story.path("decision").toString());
    assertEquals("gpt-5.5", story.path("model").asText());
    assertEquals("openai", story.path("provider").asText());
    assertEquals("{\"input\":5,\"cache_read\":5,\"output\":7}", story.path("usage").toString());
    assertEquals("prices-1", story.path("price_version").asText());
    assertEquals("0.5", story.path("reserved_usd").asText());
    assertEquals("0.125", story.path("cost_usd").asText());
    assertEquals("settled", story.path("state").asText());
    assertEquals("usage", story.path("source").asText());
    assertEquals("stop", story.path("finish_reason").asText());
    assertEquals(812, story.path("total_ms").asLong());
    assertEquals(200, story.path("tries").path(0).path("status").asInt());
    assertEquals(reservation.rid().toString(), story.path("attempts").path(0).path("id").asText());
  }

  @Test
  void a_call_charged_at_its_bound_says_that_it_is_estimated() {
    Reservation reservation = office.till().open(Till.who("ada", "bot", "search"), "gpt-5.5");
    office
        .till()
        .ledger()
        .settle(
            List.of(new Incoming(reservation, new Truth.CostUnknown(), "")), office.till().now());
    JsonNode story = office.get("/admin/v1/requests/" + reservation.request()).body();
    assertEquals("estimated", story.path("source").asText());
    assertEquals("0.5", story.path("cost_usd").asText());
  }

  @Test
  void a_refused_call_tells_who_refused_it() {
    String request = refused();
    JsonNode story = office.get("/admin/v1/requests/" + request).body();
    assertEquals("refused", story.path("state").asText());
    assertEquals(
        "{\"admitted\":false,\"status\":402,\"code\":\"budget_exceeded\","
            + "\"message\":\"Used up.\","
            + "\"policies\":[{\"id\":\"monthly:each member\",\"scope\":\"member/ada\"}]}",
        story.path("decision").toString());
    assertFalse(story.has("cost_usd"));
    JsonNode list = office.get("/admin/v1/requests?state=refused").body().path("data");
    assertEquals(1, list.size());
    assertEquals("monthly:each member", list.path(0).path("policy").asText());
  }

  private String refused() {
    String request = Reservation.requestId(Bucket.of(office.till().now(), 5), "lambda-1");
    var event =
        new UsageEvent.Refused(
            request,
            office.till().now(),
            Till.who("ada", "bot", "search"),
            "openai",
            "gpt-5.5",
            402,
            "budget_exceeded",
            "monthly:each member",
            "member/ada",
            "Used up.",
            "");
    office
        .table()
        .write(
            new Write.Put(
                RequestId.parse(request).orElseThrow().refusal(),
                JournalItem.refused(EventJson.story(event), event.at()),
                Condition.ALWAYS));
    return request;
  }

  @Test
  void requests_are_listed_newest_first_and_filtered() {
    for (int i = 0; i < 5; i++) {
      office.till().settled(Till.who("m" + i, "bot", "search"), "gpt-5.5", "0.01");
      office.till().pass(Duration.ofSeconds(100));
    }
    JsonNode first = office.get("/admin/v1/requests?limit=2").body();
    assertEquals("m4", first.path("data").path(0).path("attribution").path("member").asText());
    JsonNode second =
        office.get("/admin/v1/requests?limit=2&after=" + first.path("next").asText()).body();
    assertEquals("m2", second.path("data").path(0).path("attribution").path("member").asText());
    JsonNode one = office.get("/admin/v1/requests?member=m3&agent=bot").body();
    assertEquals(1, one.path("data").size());
    assertEquals("state", office.get("/admin/v1/requests?state=lost").param());
    assertEquals("after", office.get("/admin/v1/requests?after=%00").param());
  }

  @Test
  void a_request_that_nobody_made_is_not_found() {
    assertEquals(404, office.get("/admin/v1/requests/1-0-nobody").status());
    assertEquals(404, office.get("/admin/v1/requests/%23").status());
  }
}
