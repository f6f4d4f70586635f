package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.books.Till;
import io.tollgate.key.AdminKeys.Role;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RaiseTest {
  private static final String PATH = "/admin/v1/budgets/monthly:each member/raise";
  private static final String END = "\"until\":\"2026-11-24T19:00:00+01:00\",\"reason\":\"launch\"";

  private final Office office = new Office();

  private Office.Seen raise(String path, String fields) {
    return office.ask(Role.ADMIN, "POST", path, "{" + fields + "}");
  }

  private Office.Seen raise(String fields) {
    return raise(PATH, fields);
  }

  private static String message(Office.Seen seen) {
    return seen.body().at("/error/message").asText();
  }

  private String version() {
    return office.get("/admin/v1/config").headers().first("etag").orElse("");
  }

  private JsonNode budget() {
    return office.get("/admin/v1/budgets").body().at("/data/0");
  }

  private void refused(String fields, String field, String why) {
    Office.Seen seen = raise(fields);
    assertEquals(400, seen.status(), fields);
    assertEquals("invalid_request", seen.code());
    assertEquals(field, seen.param(), fields);
    assertTrue(message(seen).contains(why), message(seen));
    assertEquals("\"1\"", version());
  }

  @Test
  void a_raise_is_in_force_at_once_and_told_with_the_version_that_it_made() {
    Office.Seen seen = raise("\"add_usd\":\"7.5\"," + END);
    assertEquals(200, seen.status(), seen.body().toString());
    String by = seen.body().path("by").asText();
    assertTrue(by.matches("admin_[0-9a-f]{10}"), by);
    assertEquals(
        "{\"id\":\"monthly:each member\",\"limit_usd\":\"27.5\",\"limit_usd_without\":\"20\","
            + "\"from\":\"2026-11-24T13:00:00+01:00\",\"until\":\"2026-11-24T19:00:00+01:00\","
            + "\"reason\":\"launch\",\"by\":\""
            + by
            + "\",\"version\":2}",
        seen.body().toString());
    assertEquals("\"2\"", seen.headers().first("etag").orElse(""));
    assertEquals("\"2\"", version());
    assertEquals(Office.YAML, office.get("/admin/v1/config").body().asText());
  }

  @Test
  void raises_stand_beside_the_file_that_they_are_no_part_of() {
    JsonNode before = configuration();
    assertFalse(before.has("raises"));
    raise("\"add_usd\":\"7.5\",\"scope\":\"member/ada\"," + END);
    JsonNode after = configuration();
    assertEquals(Office.YAML, after.path("file").asText());
    String by = after.path("changed_by").asText();
    assertEquals(
        "[{\"id\":\"monthly:each member\",\"scope\":\"member/ada\",\"add_usd\":\"7.5\","
            + "\"from\":\"2026-11-24T13:00:00+01:00\",\"until\":\"2026-11-24T19:00:00+01:00\","
            + "\"reason\":\"launch\",\"by\":\""
            + by
            + "\"}]",
        after.path("raises").toString());
  }

  private JsonNode configuration() {
    return office
        .ask(
            "GET",
            "/admin/v1/config",
            "",
            Map.of(
                "authorization", List.of("Bearer " + office.bearer(Role.ADMIN)),
                "accept", List.of("application/json")))
        .body();
  }

  @Test
  void budgets_show_the_raised_limit_with_what_it_is_without_and_why() {
    office.till().settled(Till.who("ada", "bot", "search"), "m", "0.25");
    assertEquals("20", budget().path("limit_usd").asText());
    assertFalse(budget().has("raise"));
    raise("\"limit_usd\":30.10," + END);
    assertEquals("30.1", budget().path("limit_usd").asText());
    assertEquals("29.85", budget().path("left_usd").asText());
    JsonNode raise = budget().path("raise");
    assertEquals("20", raise.path("limit_usd_without").asText());
    assertEquals("2026-11-24T19:00:00+01:00", raise.path("until").asText());
    assertEquals("launch", raise.path("reason").asText());
    assertTrue(raise.path("by").asText().startsWith("admin_"));
  }

  @Test
  void a_raise_of_one_owner_is_theirs_alone() {
    office.till().settled(Till.who("ada", "bot", "search"), "m", "0.25");
    office.till().settled(Till.who("bob", "bot", "search"), "m", "0.25");
    Office.Seen seen = raise("\"add_usd\":10,\"scope\":\"member/bob\"," + END);
    assertEquals("member/bob", seen.body().path("scope").asText());
    JsonNode rows = office.get("/admin/v1/budgets").body().path("data");
    assertEquals("20", rows.path(0).path("limit_usd").asText());
    assertEquals("30", rows.path(1).path("limit_usd").asText());
  }

  @Test
  void a_policy_is_named_by_its_id_slashes_and_all() {
    office.put(Office.YAML + "  - {budget: daily, of: member/ada, limit_usd: 3}\n");
    String path = "/admin/v1/budgets/daily:member/ada/raise";
    assertEquals("4", raise(path, "\"add_usd\":1," + END).body().path("limit_usd").asText());
  }

  @Test
  void a_key_may_be_named_by_its_name_or_its_id() {
    office.put(
        Office.YAML
            + """
              - {budget: daily, of: each key, limit_usd: 3}
              - {budget: daily, of: key/own, limit_usd: 4}
            """);
    String path = "/admin/v1/budgets/daily:each key/raise";
    String desk = key("desk");
    String own = key("own");
    for (String scope : List.of("desk", desk)) {
      String scoped = "\"scope\":\"key/" + scope + "\",\"add_usd\":1,";
      assertEquals(200, raise(path, scoped + END).status());
    }
    for (String scope : List.of("own", own)) {
      Office.Seen seen = raise(path, "\"scope\":\"key/" + scope + "\",\"add_usd\":1," + END);
      assertEquals("scope", seen.param());
      assertTrue(message(seen).contains("'daily:key/own' stands in the place"), message(seen));
    }
  }

  private String key(String name) {
    return office
        .ask(Role.ADMIN, "POST", "/admin/v1/keys", "{\"name\":\"" + name + "\"}")
        .body()
        .path("id")
        .asText();
  }

  @Test
  void what_is_wrong_with_a_raise_is_told_by_field_and_changes_nothing() {
    refused(END, "limit_usd", "one of `limit_usd` and `add_usd`");
    refused("\"limit_usd\":30,\"add_usd\":1," + END, "limit_usd", "one of");
    refused("\"limit_usd\":19," + END, "limit_usd", "a raise never lowers");
    refused("\"add_usd\":0," + END, "add_usd", "raises nothing");
    refused("\"add_usd\":-1," + END, "add_usd", "raises nothing");
    refused("\"add_usd\":\"much\"," + END, "add_usd", "not a decimal number");
    refused("\"add_usd\":0.0000000000001," + END, "add_usd", "12 decimal places");
    refused("\"add_usd\":1e13," + END, "add_usd", "more than 10^12");
    refused("\"add_usd\":1,\"reason\":\"why\"", "until", "needs `until`");
    refused("\"add_usd\":1,\"reason\":\"why\",\"until\":\"soon\"", "until", "could not be parsed");
    refused(
        "\"add_usd\":1,\"reason\":\"why\",\"until\":\"2026-11-24T12:00:00Z\"",
        "until",
        "has passed already");
    refused(
        "\"add_usd\":1,\"reason\":\"why\",\"until\":\"2028-01-01T00:00:00Z\"",
        "until",
        "more than a year away");
    String until = "\"add_usd\":1,\"until\":\"2026-11-24T18:00:00Z\"";
    refused(until, "reason", "needs `reason`");
    refused(until + ",\"reason\":\" \"", "reason", "say in a few words why");
    refused(until + ",\"reason\":\"a\\nb\"", "reason", "one line");
    refused(until + ",\"reason\":\"" + "x".repeat(201) + "\"", "reason", "longer than 200");
    refused("\"add_usd\":1,\"scope\":\"each member\"," + END, "scope", "name one owner");
    refused("\"add_usd\":1,\"scope\":\"agent/bot\"," + END, "scope", "agent/bot is none");
    refused("\"add_usd\":1,\"untill\":\"x\"," + END, "untill", "did you mean `until`?");
    assertEquals(400, office.ask(Role.ADMIN, "POST", PATH, "").status());
    assertEquals(400, office.ask(Role.ADMIN, "POST", PATH, "[1]").status());
    assertEquals(400, raise(PATH + "?dry_run=true", "\"add_usd\":1," + END).status());
    assertEquals("\"1\"", version());
  }

  @Test
  void a_policy_that_is_not_there_is_not_found_and_one_that_is_no_budget_is_refused() {
    String more = "\"add_usd\":1," + END;
    Office.Seen misspelt = raise("/admin/v1/budgets/monthly:each meber/raise", more);
    assertEquals(404, misspelt.status());
    assertTrue(message(misspelt).contains("did you mean `monthly:each member`?"));
    Office.Seen rate = raise("/admin/v1/budgets/rate:each key/raise", more);
    assertEquals(400, rate.status());
    assertEquals("id", rate.param());
    assertEquals(404, raise("/admin/v1/budgets/raise", more).status());
    assertEquals(404, raise("/admin/v1/budgets//raise", more).status());
    assertEquals("\"1\"", version());
  }

  @Test
  void only_admins_raise() {
    for (Role role : List.of(Role.VIEWER, Role.BILLING)) {
      assertEquals(403, office.ask(role, "POST", PATH, "{\"add_usd\":1," + END + "}").status());
    }
    assertEquals(405, office.get(PATH).status());
    assertEquals("\"1\"", version());
  }

  @Test
  void a_raise_that_was_sent_twice_raises_once() {
    assertEquals(2, raise("\"add_usd\":1," + END).body().path("version").asInt());
    assertEquals(2, raise("\"add_usd\":1," + END).body().path("version").asInt());
    assertEquals("21", raise("\"limit_usd\":21," + END).body().path("limit_usd").asText());
  }

  @Test
  void a_file_that_is_put_later_leaves_raises_in_force() {
    office.till().settled(Till.who("ada", "bot", "search"), "m", "0.25");
    raise("\"add_usd\":1," + END);
    assertEquals(200, office.put(Office.YAML.replace("limit_usd: 20", "limit_usd: 10")).status());
    assertEquals("11", budget().path("limit_usd").asText());
    assertEquals("10", budget().at("/raise/limit_usd_without").asText());
  }
}
