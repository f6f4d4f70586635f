package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeySecret;
import io.tollgate.key.VirtualKey;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeysTest {
  private final Office office = new Office();

  private Office.Seen post(String body) {
    return office.ask(Role.ADMIN, "POST", "/admin/v1/keys", body);
  }

  private Optional<VirtualKey> opened(String secret) {
    return KeySecret.read(KeySecret.Kind.VIRTUAL, secret)
        .flatMap(read -> office.keys().find(read.hash()));
  }

  @Test
  void a_key_that_was_made_works_and_its_secret_is_shown_once() {
    Office.Seen seen = post("{\"name\":\"ada-laptop\",\"member\":\"ada\"}");
    assertEquals(201, seen.status());
    String id = seen.body().path("id").asText();
    String secret = seen.body().path("key").asText();
    assertTrue(id.startsWith("key_"), id);
    assertEquals("ada-laptop", seen.body().path("name").asText());
    assertEquals("ada", seen.body().path("member").asText());
    assertEquals("research", seen.body().path("department").asText());
    assertEquals(id, opened(secret).orElseThrow().id());
    JsonNode later = office.get("/admin/v1/keys/" + id).body();
    assertEquals("ada-laptop", later.path("name").asText());
    assertFalse(later.has("key"));
    assertFalse(office.get("/admin/v1/keys").body().toString().contains(secret));
  }

  @Test
  void a_key_that_was_deleted_opens_nothing_and_is_gone() {
    JsonNode made = post("{\"name\":\"x\"}").body();
    String path = "/admin/v1/keys/" + made.path("id").asText();
    assertEquals(200, office.ask(Role.ADMIN, "DELETE", path, "").status());
    assertEquals(Optional.empty(), opened(made.path("key").asText()));
    assertEquals(404, office.get(path).status());
    assertEquals(404, office.ask(Role.ADMIN, "DELETE", path, "").status());
    assertEquals(0, office.get("/admin/v1/keys").body().path("data").size());
  }

  private Office.Seen patch(String id, String body) {
    return office.ask(Role.ADMIN, "PATCH", "/admin/v1/keys/" + id, body);
  }

  @Test
  void a_key_is_changed_in_what_the_form_names() {
    JsonNode made = post("{\"name\":\"x\",\"member\":\"ada\",\"agent\":\"bot\"}").body();
    String id = made.path("id").asText();
    Office.Seen seen = patch(id, "{\"suspended\":true,\"disabled\":true,\"name\":\"y\"}");
    assertEquals(200, seen.status(), seen.body().toString());
    assertEquals(office.get("/admin/v1/keys/" + id).body(), seen.body());
    VirtualKey key = opened(made.path("key").asText()).orElseThrow();
    assertTrue(key.suspended());
    assertTrue(key.disabled());
    assertEquals("y", key.name());
    assertEquals(Optional.of("ada"), key.member());
    assertEquals("bot", key.agent().pin().orElse(""));
    patch(id, "{\"suspended\":false,\"disabled\":false,\"member\":null}");
    VirtualKey lifted = opened(made.path("key").asText()).orElseThrow();
    assertFalse(lifted.suspended() || lifted.disabled());
    assertEquals(Optional.empty(), lifted.member());
  }

  @Test
  void what_is_wrong_with_a_change_is_named_and_nothing_is_changed() {
    String id = post("{\"name\":\"x\",\"member\":\"ada\"}").body().path("id").asText();
    JsonNode before = office.get("/admin/v1/keys/" + id).body();
    for (String[] wrong :
        new String[][] {
          {"suspendet", "{\"suspendet\":true}"},
          {"member", "{\"member\":\"carol\",\"suspended\":true}"},
          {"department", "{\"department\":\"legal\"}"},
          {"policies", "{\"policies\":[]}"},
          {"id", "{\"id\":\"key_2\"}"},
        }) {
      Office.Seen seen = patch(id, wrong[1]);
      assertEquals(400, seen.status(), wrong[1]);
      assertEquals(wrong[0], seen.param());
    }
    assertEquals(400, patch(id, "").status());
    assertEquals(404, patch("key_nope", "{}").status());
    assertEquals(403, office.ask(Role.BILLING, "PATCH", "/admin/v1/keys/" + id, "{}").status());
    assertEquals(before, office.get("/admin/v1/keys/" + id).body());
  }

  @Test
  void a_key_whose_member_left_the_file_can_still_be_suspended() {
    JsonNode made = post("{\"name\":\"x\",\"member\":\"ada\"}").body();
    String without = Office.YAML.replace("  ada: {department: research}\n", "");
    office.put(without);
    Office.Seen seen = patch(made.path("id").asText(), "{\"suspended\":true}");
    assertEquals(200, seen.status(), seen.body().toString());
    assertTrue(opened(made.path("key").asText()).orElseThrow().suspended());
  }

  @Test
  void everything_that_may_be_said_of_a_key_comes_back() {
    JsonNode made =
        post("""
        {"name":"bot","department":"sales","agent":"support-bot","features":["chat","search"],
         "require":["feature"],"agent_from_session":true,
         "expires_at":"2026-12-31T23:00:00Z","budget_status":429}
        """)
            .body();
    assertEquals("support-bot", made.path("agent").asText());
    assertEquals("[\"chat\",\"search\"]", made.path("features").toString());
    assertEquals("[\"feature\"]", made.path("require").toString());
    assertEquals("2027-01-01T00:00:00+01:00", made.path("expires_at").asText());
    assertEquals(429, made.path("budget_status").asInt());
  }

  @Test
  void what_is_wrong_is_named_by_its_field_and_nothing_is_made() {
    assertWrong("name", "{\"member\":\"ada\"}");
    assertWrong("member", "{\"name\":\"x\",\"member\":\"carol\"}");
    assertWrong("department", "{\"name\":\"x\",\"department\":\"legal\"}");
    assertWrong("expires_at", "{\"name\":\"x\",\"expires_at\":\"2020-01-01T00:00:00Z\"}");
    assertWrong("memeber", "{\"name\":\"x\",\"memeber\":\"ada\"}");
    assertWrong("policies", "{\"name\":\"x\",\"policies\":[]}");
    assertEquals(400, post("").status());
    assertEquals(400, post("[1]").status());
    assertEquals(400, post("{").status());
    assertEquals(0, office.keys().list().size());
  }

  private void assertWrong(String field, String body) {
    Office.Seen seen = post(body);
    assertEquals(400, seen.status(), body);
    assertEquals("invalid_request", seen.code());
    assertEquals(field, seen.param(), seen.body().toString());
  }

  @Test
  void a_long_list_comes_in_parts() {
    for (int i = 0; i < 5; i++) {
      post("{\"name\":\"k" + i + "\"}");
    }
    int shown = 0;
    String after = "";
    for (int i = 0; i < 3; i++) {
      JsonNode part = office.get("/admin/v1/keys?limit=2&after=" + after).body();
      shown += part.path("data").size();
      after = part.path("next").asText("");
    }
    assertEquals(5, shown);
    assertEquals("", after);
  }
}
