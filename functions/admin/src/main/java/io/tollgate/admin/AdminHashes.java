package io.tollgate.admin;

import io.tollgate.key.AdminKeys;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyHash;
import java.util.ArrayList;
import java.util.Locale;

/// Who may administer, as the environment says it: `admin:<hash>,viewer:<hash>`, each hash the
/// SHA-256 of a whole `tga-…` key in hexadecimal digits. Hashes open nothing, so they may stand
/// there.
final class AdminHashes {
  static final String NAME = "TOLLGATE_ADMIN_KEYS";

  private AdminHashes() {}

  /// @param text empty for nobody: then every request is unauthenticated
  /// @throws IllegalArgumentException if it is not of that form
  static AdminKeys read(String text) {
    var keys = new ArrayList<AdminKeys.AdminKey>();
    for (String one : text.isBlank() ? new String[0] : text.split(",", -1)) {
      int colon = one.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException(NAME + " has an entry that is not `role:hash`");
      }
      Role role = Role.valueOf(one.substring(0, colon).strip().toUpperCase(Locale.ROOT));
      keys.add(new AdminKeys.AdminKey(new KeyHash(one.substring(colon + 1).strip()), role));
    }
    return new AdminKeys(keys);
  }
}
