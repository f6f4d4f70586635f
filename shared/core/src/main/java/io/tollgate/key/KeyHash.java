package io.tollgate.key;

import java.util.regex.Pattern;

/// The SHA-256 of a secret: how a key is found and what alone is stored of it. Nobody can call with
/// it.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyHash(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  public KeyHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("the hash of a key is 64 hexadecimal digits");
    }
  }
}
