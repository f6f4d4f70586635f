package io.tollgate.key;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// What its owner sends as a bearer: `tg-` (or `tga-` for administrators), 160 random bits and a
/// checksum, in base 32.
///
/// The checksum tells a key that somebody mistyped or cut from one that is unknown, without asking
/// the store. It authenticates nothing. The secret is shown once and never printed: {@link
/// #toString} shows its last three letters, which are of the checksum.
public final class KeySecret {
  private static final int RANDOM_BYTES = 20;
  private static final int BODY = 32;
  private static final int CHECKSUM = 6;

  private final Kind kind;
  private final String text;

  /// What a secret opens.
  public enum Kind {
    /// Calls to models.
    VIRTUAL("tg-"),
    /// Administration.
    ADMIN("tga-");

    private final String prefix;

    Kind(String prefix) {
      this.prefix = prefix;
    }
  }

  private KeySecret(Kind kind, String text) {
    this.kind = kind;
    this.text = text;
  }

  /// Draws a new secret.
  ///
  /// @param random must not be guessable: a `SecureRandom`, except in tests
  public static KeySecret draw(Kind kind, RandomGenerator random) {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    String body = kind.prefix + Base32.encode(bytes);
    return new KeySecret(kind, body + checksum(body));
  }

  /// Reads what a client sent; empty if it cannot be a secret of that kind.
  public static Optional<KeySecret> read(Kind kind, String bearer) {
    int body = kind.prefix.length() + BODY;
    if (!bearer.startsWith(kind.prefix) || bearer.length() != body + CHECKSUM) {
      return Optional.empty();
    }
    if (!Base32.isEncoded(bearer.substring(kind.prefix.length()))) {
      return Optional.empty();
    }
    String checksum = checksum(bearer.substring(0, body));
    return areEqual(checksum, bearer.substring(body))
        ? Optional.of(new KeySecret(kind, bearer))
        : Optional.empty();
  }

  private static String checksum(String body) {
    return Base32.encode(sha256(body)).substring(0, CHECKSUM);
  }

  private static boolean areEqual(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public Kind kind() {
    return kind;
  }

  /// The secret in plain text: for the one answer that shows it, and for nothing else.
  public String reveal() {
    return text;
  }

  public KeyHash hash() {
    return new KeyHash(HexFormat.of().formatHex(sha256(text)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof KeySecret secret && areEqual(text, secret.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /// Never the secret: `VIRTUAL[tg-…3f9]`.
  @Override
  public String toString() {
    return kind + "[" + kind.prefix + "…" + text.substring(text.length() - 3) + "]";
  }
}
