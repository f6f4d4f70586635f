package io.tollgate.admin;

import io.tollgate.key.AdminKeys;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyHash;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Who may administer, as the environment says it: `admin:<hash>,viewer:<hash>`, each hash the
/// SHA-256 of a whole `tga-…` key in hexadecimal digits. Hashes open nothing, so they may stand
/// there.
final class AdminHashes {
  static final String NAME = "TOLLGATE_ADMIN_KEYS";

  private static final Pattern FORM = Pattern.compile("(admin|billing|viewer):([0-9a-f]{64})");

  private AdminHashes() {}

  /// @param text empty for nobody: then every request is unauthenticated
  /// @throws IllegalArgumentException if it is not of that form
  static AdminKeys read(String text) {
    if (text.isBlank()) {
      return new AdminKeys(List.of());
    }
    return new AdminKeys(Arrays.stream(text.split(",", -1)).map(AdminHashes::key).toList());
  }

  private static AdminKeys.AdminKey key(String entry) {
    Matcher form = FORM.matcher(entry.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          NAME + ": an entry is `admin:`, `billing:` or `viewer:` and 64 hexadecimal digits");
    }
    Role role = Role.valueOf(form.group(1).toUpperCase(Locale.ROOT));
    return new AdminKeys.AdminKey(new KeyHash(form.group(2)), role);
  }
}
