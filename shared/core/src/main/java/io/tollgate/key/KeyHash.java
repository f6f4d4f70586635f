package io.tollgate.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// The SHA-256 of a secret: how a key is found and what alone is stored of it. Nobody can call with
/// it.
///
/// @param hex 64 lower-case hexadecimal digits
public record KeyHash(String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");

  /// Of a secret, whatever its form.
  public static KeyHash of(String secret) {
    try {
      byte[] text = secret.getBytes(StandardCharsets.UTF_8);
      return new KeyHash(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public KeyHash {
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("the hash of a key is 64 hexadecimal digits");
    }
  }
}
