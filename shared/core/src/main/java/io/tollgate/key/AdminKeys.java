package io.tollgate.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/// Who may administer, by the hashes of their secrets.
///
/// @param keys a handful
public record AdminKeys(List<AdminKey> keys) {
  /// What follows it differs: a deployment draws its first key in Secrets Manager, which knows
  /// nothing of our checksums.
  public static final String PREFIX = "tga-";

  public AdminKeys {
    keys = List.copyOf(keys);
  }

  /// What somebody may do.
  public enum Role {
    /// Everything.
    ADMIN,
    /// Read everything, and export.
    BILLING,
    /// Read.
    VIEWER
  }

  /// One administrator.
  public record AdminKey(KeyHash hash, Role role) {}

  /// The role of whoever sends this bearer; empty for nobody.
  public Optional<Role> roleOf(String bearer) {
    return bearer.startsWith(PREFIX) ? roleOf(KeyHash.of(bearer)) : Optional.empty();
  }

  // All are compared, and each in the same time, so that the time says nothing of them.
  private Optional<Role> roleOf(KeyHash hash) {
    Optional<Role> role = Optional.empty();
    for (AdminKey key : keys) {
      if (areEqual(key.hash(), hash)) {
        role = Optional.of(key.role());
      }
    }
    return role;
  }

  private static boolean areEqual(KeyHash a, KeyHash b) {
    return MessageDigest.isEqual(
        a.hex().getBytes(StandardCharsets.US_ASCII), b.hex().getBytes(StandardCharsets.US_ASCII));
  }
}
