package io.tollgate.admin;

import io.tollgate.aws.secrets.Secrets;
import io.tollgate.key.AdminKeys;
import io.tollgate.key.AdminKeys.AdminKey;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyHash;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The administrator of a deployment: whoever sends `tga-` and the 40 letters and digits that the
/// deployment drew in Secrets Manager.
///
/// Read with the first request that carries a key, never before, and compared by hashes in constant
/// time.
///
/// @param name the secret's name or ARN
record AdminSecret(String name, Secrets secrets) implements Admins {
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9]{40}");

  @Override
  public Optional<Role> roleOf(String bearer) {
    if (!bearer.startsWith(AdminKeys.PREFIX)) {
      return Optional.empty();
    }
    String drawn =
        secrets
            .find("secret:" + name)
            .filter(text -> FORM.matcher(text).matches())
            .orElseThrow(
                () -> new Unknown("the secret " + name + " does not hold 40 letters and digits"));
    KeyHash hash = KeyHash.of(AdminKeys.PREFIX + drawn);
    return new AdminKeys(List.of(new AdminKey(hash, Role.ADMIN))).roleOf(bearer);
  }
}
