package io.tollgate.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollgate.key.AdminKeys;
import io.tollgate.key.KeyForm;
import io.tollgate.key.KeySecret;
import io.tollgate.key.KeyStore;
import io.tollgate.policy.Directory;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The first admin key and the first virtual key, made once for a data directory and kept readable
/// in it, so that a restart prints the same line. A first key that somebody deleted stays deleted.
///
/// @param virtual of the first member in the file, or unbound
/// @param admin with the role admin
record FirstKeys(KeySecret virtual, KeySecret admin) {
  private static final String VIRTUAL_FILE = "key";
  private static final String ADMIN_FILE = "admin-key";

  static FirstKeys of(
      Optional<DataDirectory> data,
      KeyStore keys,
      Directory directory,
      RandomGenerator random,
      Instant now) {
    KeySecret admin =
        kept(data, ADMIN_FILE, KeySecret.Kind.ADMIN)
            .orElseGet(() -> KeySecret.draw(KeySecret.Kind.ADMIN, random));
    KeySecret virtual =
        kept(data, VIRTUAL_FILE, KeySecret.Kind.VIRTUAL)
            .orElseGet(() -> issued(keys, directory, random, now));
    // After the store has it: a crash in between leaves a key that nobody knows, not one that opens
    // nothing.
    data.ifPresent(kept -> {
      kept.keep(ADMIN_FILE, admin.reveal());
      kept.keep(VIRTUAL_FILE, virtual.reveal());
    });
    return new FirstKeys(virtual, admin);
  }

  private static Optional<KeySecret> kept(
      Optional<DataDirectory> data, String name, KeySecret.Kind kind) {
    return data.flatMap(directory -> directory.kept(name))
        .flatMap(text -> KeySecret.read(kind, text.strip()));
  }

  /// A virtual key of the first member in the file, or unbound.
  static KeySecret issued(KeyStore keys, Directory directory, RandomGenerator random, Instant now) {
    var form = JsonNodeFactory.instance.objectNode().put("name", "first");
    directory.members().keySet().stream()
        .findFirst()
        .ifPresent(member -> form.put("member", member));
    return switch (KeyForm.issue(form.toString(), random, now)) {
      case KeyForm.Issued(var key, var secret) -> {
        keys.create(key, secret.hash());
        yield secret;
      }
      case KeyForm.Faulty(var faults) ->
          throw new IllegalStateException("the first key is refused: " + faults);
    };
  }

  AdminKeys admins() {
    return new AdminKeys(List.of(new AdminKeys.AdminKey(admin.hash(), AdminKeys.Role.ADMIN)));
  }
}
