package io.tollgate.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeySecret;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdminHashesTest {
  @Test
  void a_hash_in_the_environment_opens_for_its_key_alone() {
    KeySecret admin = KeySecret.draw(KeySecret.Kind.ADMIN, new Random(1));
    KeySecret viewer = KeySecret.draw(KeySecret.Kind.ADMIN, new Random(2));
    var keys = AdminHashes.read("admin:" + admin.hash().hex() + ", viewer:" + viewer.hash().hex());
    assertEquals(Optional.of(Role.ADMIN), keys.roleOf(admin.reveal()));
    assertEquals(Optional.of(Role.VIEWER), keys.roleOf(viewer.reveal()));
    assertEquals(
        Optional.empty(),
        keys.roleOf(KeySecret.draw(KeySecret.Kind.ADMIN, new Random(3)).reveal()));
    assertEquals(List.of(), AdminHashes.read("").keys());
  }

  @Test
  void what_is_no_role_and_hash_stops_the_start() {
    for (String text : List.of("x", "admin:", "admin:abc", "owner:" + "0".repeat(64), ",")) {
      assertThrows(IllegalArgumentException.class, () -> AdminHashes.read(text), text);
    }
  }
}
