package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.books.Till;
import io.tollgate.key.AdminKeys.Role;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTest {
  private static final String PATH = "/admin/v1/config";
  private static final String NEXT = Office.YAML.replace("limit_usd: 20", "limit_usd: 10");

  private final Office office = new Office();

  private Office.Seen put(String file, String match) {
    return put(Role.ADMIN, PATH, file, match);
  }

  private Office.Seen put(Role role, String path, String file, String match) {
    return office.ask(
        "PUT",
        path,
        file,
        Map.of(
            "authorization", List.of("Bearer " + office.bearer(role)), "if-match", List.of(match)));
  }

  private Office.Seen asJson() {
    return office.ask(
        "GET",
        PATH,
        "",
        Map.of(
            "authorization", List.of("Bearer " + office.bearer(Role.ADMIN)),
            "accept", List.of("application/json")));
  }

  private String inForce() {
    return office.get(PATH).body().asText();
  }

  @Test
  void the_file_in_force_comes_as_it_was_written_with_its_version_as_a_tag() {
    Office.Seen seen = office.get(PATH);
    assertEquals(200, seen.status());
    assertEquals("application/yaml", seen.headers().first("content-type").orElse(""));
    assertEquals("\"1\"", seen.headers().first("etag").orElse(""));
    assertEquals(Office.YAML, seen.body().asText());
    assertEquals(1, asJson().body().path("version").asInt());
    assertEquals(Office.YAML, asJson().body().path("file").asText());
  }

  @Test
  void a_file_that_was_put_is_in_force_at_once_and_says_who_put_it_and_when() {
    Office.Seen seen = put(NEXT, "\"1\"");
    assertEquals(200, seen.status(), seen.body().toString());
    assertEquals(2, seen.body().path("version").asInt());
    assertEquals("\"2\"", seen.headers().first("etag").orElse(""));
    assertEquals(NEXT, inForce());
    Office.Seen json = asJson();
    assertEquals("2026-11-24T13:00:00+01:00", json.body().path("changed_at").asText());
    String by = json.body().path("changed_by").asText();
    assertTrue(by.matches("admin_[0-9a-f]{10}"), by);
  }

  @Test
  void the_limits_that_were_put_are_the_limits_that_are_shown() {
    office.till().settled(Till.who("ada", "bot", "search"), "m", "0.25");
    assertEquals("20", limit());
    put(NEXT, "1");
    assertEquals("10", limit());
  }

  private String limit() {
    return office.get("/admin/v1/budgets").body().at("/data/0/limit_usd").asText();
  }

  @Test
  void a_stale_writer_is_told_which_version_is_in_force_and_changes_nothing() {
    put(NEXT, "\"1\"");
    Office.Seen seen = put(Office.YAML + "# late\n", "\"1\"");
    assertEquals(409, seen.status());
    assertEquals("conflict", seen.code());
    assertEquals("\"2\"", seen.headers().first("etag").orElse(""));
    assertTrue(message(seen).contains("version 2 is in force, and you edited version 1"));
    assertEquals(NEXT, inForce());
  }

  private static String message(Office.Seen seen) {
    return seen.body().at("/error/message").asText();
  }

  @Test
  void whoever_names_no_version_is_told_how_and_a_star_means_any() {
    Office.Seen seen = office.ask(Role.ADMIN, "PUT", PATH, NEXT);
    assertEquals(400, seen.status());
    assertEquals("If-Match", seen.param());
    assertTrue(message(seen).contains("`If-Match: \"1\"`"), message(seen));
    assertEquals(400, put(NEXT, "yesterday").status());
    assertEquals(400, put(NEXT, "-1").status());
    assertEquals(Office.YAML, inForce());
    assertEquals(200, put(NEXT, "*").status());
    assertEquals(NEXT, inForce());
  }

  @Test
  void a_faulty_file_is_told_by_line_and_nearest_field_and_changes_nothing() {
    String faulty = Office.YAML.replace("limit_usd: 20", "limit: 20") + "polices: []\n";
    for (String match : List.of("1", "7", "*")) {
      Office.Seen seen = put(faulty, match);
      assertEquals(400, seen.status());
      assertEquals("invalid_request", seen.code());
      assertTrue(message(seen).contains("line 10: "), message(seen));
      assertTrue(message(seen).contains("did you mean `limit_usd`?"), message(seen));
      assertTrue(message(seen).contains("did you mean `policies`?"), message(seen));
      assertEquals(10, seen.body().at("/error/tollgate/faults/0/line").asInt());
    }
    assertEquals(400, put("", "1").status());
    assertEquals(400, put("[", "1").status());
    // What a tool prints that found nothing lifts no limit.
    assertEquals(400, put("null\n", "1").status());
    assertEquals("\"1\"", office.get(PATH).headers().first("etag").orElse(""));
  }

  @Test
  void a_file_that_is_not_utf8_is_refused_and_names_nobody_with_question_marks() {
    byte[] latin = Office.YAML.replace("acme", "Grüße").getBytes(StandardCharsets.ISO_8859_1);
    Office.Seen seen =
        office.ask(
            "PUT",
            PATH,
            latin,
            Map.of(
                "authorization", List.of("Bearer " + office.bearer(Role.ADMIN)),
                "if-match", List.of("1")));
    assertEquals(400, seen.status());
    assertTrue(message(seen).contains("not UTF-8"), message(seen));
    assertEquals(Office.YAML, inForce());
  }

  @Test
  void whoever_degrades_to_a_model_that_nobody_has_is_told_so() {
    String budget = "limit_usd: 20, degrade: {from: 80%, to: openai/MODEL}";
    String file = Office.YAML.replace("limit_usd: 20", budget);
    Office.Seen slip = put(file.replace("MODEL", "gpt-4o-minni"), "1");
    assertEquals(200, slip.status(), slip.body().toString());
    String notices = slip.body().path("notices").toString();
    assertTrue(notices.contains("degrades nothing: no model has the name openai/gpt-4o-minni"));
    assertTrue(notices.contains("did you mean openai/gpt-4o-mini?"), notices);
    Office.Seen known = put(file.replace("MODEL", "gpt-4o-mini"), "2");
    assertFalse(known.body().path("notices").toString().contains("degrades"));
  }

  @Test
  void a_provider_that_nobody_could_call_is_refused_before_any_function_works_by_it() {
    Office.Seen seen = put(Office.YAML + "providers: {house: {credential: none}}\n", "1");
    assertEquals(400, seen.status(), seen.body().toString());
    assertEquals("providers", seen.param());
    assertTrue(message(seen).contains("provider house has no address"), message(seen));
    assertEquals(Office.YAML, inForce());
  }

  @Test
  void a_dry_run_says_what_would_be_wrong_and_stores_nothing() {
    Office.Seen fine = put(Role.ADMIN, PATH + "?dry_run=true", NEXT, "1");
    assertEquals(200, fine.status());
    assertTrue(fine.body().path("dry_run").asBoolean());
    assertEquals(400, put(Role.ADMIN, PATH + "?dry_run=true", "x: 1", "1").status());
    assertEquals(400, put(Role.ADMIN, PATH + "?dry_run=perhaps", NEXT, "1").status());
    assertEquals(400, put(Role.ADMIN, PATH + "?dryrun=true", NEXT, "1").status());
    assertEquals(Office.YAML, inForce());
  }

  @Test
  void only_admins_put_and_viewers_do_not_even_see() {
    assertEquals(200, office.ask(Role.BILLING, "GET", PATH, "").status());
    assertEquals(403, office.ask(Role.VIEWER, "GET", PATH, "").status());
    for (Role role : List.of(Role.VIEWER, Role.BILLING)) {
      assertEquals(403, put(role, PATH, NEXT, "1").status());
      assertEquals(403, put(role, PATH + "?dry_run=true", NEXT, "1").status());
    }
    assertEquals(Office.YAML, inForce());
  }

  @Test
  void a_file_may_be_json_and_far_larger_than_a_form() {
    assertEquals(
        200, put("{\"organisation\": \"acme\", \"timezone\": \"Europe/Berlin\"}", "1").status());
    var large = new StringBuilder("organisation: acme\ntimezone: Europe/Berlin\nmembers:\n");
    for (int i = 0; i < 10_000; i++) {
      large.append("  m%d: {email: \"m%d@example.com\"}\n".formatted(i, i));
    }
    assertEquals(200, put(large.toString(), "2").status());
    assertEquals(large.toString(), inForce());
  }
}
