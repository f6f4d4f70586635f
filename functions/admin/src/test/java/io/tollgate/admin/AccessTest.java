package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeySecret;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AccessTest {
  private final Office office = new Office();

  @Test
  void health_needs_no_key() {
    Office.Seen seen = office.ask("", "GET", "/health", "");
    assertEquals(200, seen.status());
    assertEquals("{\"status\":\"ok\",\"store\":\"ok\"}", seen.body().toString());
  }

  @Test
  void nobody_gets_past_the_door_without_an_admin_key() {
    String stranger = KeySecret.draw(KeySecret.Kind.ADMIN, new Random(1)).reveal();
    String virtual = KeySecret.draw(KeySecret.Kind.VIRTUAL, new Random(1)).reveal();
    String admin = office.bearer(Role.ADMIN);
    for (String authorization :
        List.of("", "Bearer", "Bearer x", "Bearer " + stranger, "Bearer " + virtual, admin)) {
      for (String path : List.of("/admin/v1/keys", "/admin/v1/nothing", "/")) {
        Office.Seen seen = office.ask(authorization, "GET", path, "");
        assertEquals(401, seen.status(), authorization + path);
        assertEquals("unauthenticated", seen.code());
        assertFalse(seen.body().toString().contains(stranger), "no secret comes back");
      }
    }
  }

  @Test
  void viewers_see_money_and_no_keys_billing_sees_all_and_changes_nothing() {
    for (String path : List.of("/admin/v1/spend", "/admin/v1/budgets", "/admin/v1/requests")) {
      for (Role role : Role.values()) {
        assertEquals(200, office.ask(role, "GET", path, "").status(), role + path);
      }
    }
    assertEquals(403, office.ask(Role.VIEWER, "GET", "/admin/v1/keys", "").status());
    assertEquals(200, office.ask(Role.BILLING, "GET", "/admin/v1/keys", "").status());
    for (Role role : List.of(Role.VIEWER, Role.BILLING)) {
      Office.Seen seen = office.ask(role, "POST", "/admin/v1/keys", "{\"name\":\"x\"}");
      assertEquals(403, seen.status());
      assertEquals("forbidden", seen.code());
      assertEquals(403, office.ask(role, "DELETE", "/admin/v1/keys/key_1", "").status());
    }
    assertEquals(List.of(), office.keys().list());
  }

  @Test
  void what_does_not_exist_is_not_found_and_a_wrong_method_is_told_the_right_ones() {
    assertEquals("not_found", office.get("/admin/v1/nothing").code());
    assertEquals("not_found", office.get("/admin/v1/keys/").code());
    assertEquals("not_found", office.get("/admin/v1/keys/a/b").code());
    Office.Seen seen = office.ask(Role.ADMIN, "PUT", "/admin/v1/keys", "");
    assertEquals(405, seen.status());
    assertEquals("GET, POST", seen.headers().first("allow").orElse(""));
  }

  @Test
  void inputs_have_bounds() {
    assertEquals(
        413, office.ask(Role.ADMIN, "POST", "/admin/v1/keys", "x".repeat(70_000)).status());
    assertEquals(400, office.get("/admin/v1/spend?by=" + "x".repeat(3_000)).status());
    for (String limit : List.of("0", "-1", "x", "1001", "99999999999", "")) {
      Office.Seen seen = office.get("/admin/v1/budgets?limit=" + limit);
      assertEquals(400, seen.status(), limit);
      assertEquals("limit", seen.param());
    }
    assertEquals("colour", office.get("/admin/v1/budgets?colour=red").param());
  }

  @Test
  void every_answer_names_its_request() {
    Office.Seen seen = office.ask("", "GET", "/admin/v1/keys", "");
    String id = seen.headers().first("tollgate-request-id").orElse("");
    assertTrue(id.endsWith("-inv-1"), id);
    assertEquals(id, seen.body().path("error").path("tollgate").path("request_id").asText());
  }
}
