package io.tollgate.key;

/// The SHA-256 of a secret: how a key is found and what alone is stored of it. Nobody can call with
/// it.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyHash(String hex) {
  public KeyHash {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("the hash of a key is 64 hexadecimal digits");
    }
  }
}
