package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Key;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/// How the counter item of one scope is spelt. The spelling is frozen (a test pins it).
///
/// All attribute names are short: an account with five windows, five live buckets and two clocks
/// stays under 1 KB and so costs one write unit.
public final class Account {
  /// Calls in flight, over all buckets.
  public static final String CALLS = "c";

  /// The rid of the last reserve that was admitted here.
  static final String LAST = "lr";

  /// The newest version of the policies under which a call was admitted here; never goes back.
  static final String POLICIES = "pv";

  static final String EXPIRES = "ttl";

  /// Stands beside the key where the key holds only a hash of the name.
  public static final String NAME = "name";

  /// The clock of a repeated call, by its place.
  static final String LOOP = "l.";

  /// Whose clock it is.
  static final String FINGERPRINT = "f.";

  static final String USED = "u.";
  static final String HELD = "r.";
  static final String CALLS_IN = "c.";
  private static final int LONGEST_NAME_IN_KEY = 40;

  private Account() {}

  public static Key key(Scope scope) {
    return new Key("S#" + scope.kind().code() + "#" + id(scope.name()), "A");
  }

  /// Whether the key holds a hash, so that the name must stand beside it.
  static boolean isHashed(Scope scope) {
    return isLong(scope.name());
  }

  private static String id(String name) {
    return isLong(name) ? "~" + hash(name) : name;
  }

  // A name that looks like a hash is hashed too, so that no two names share an account.
  private static boolean isLong(String name) {
    // A char of a text is at most three bytes of UTF-8, so most names need not be encoded to be
    // measured.
    return name.startsWith("~")
        || (name.length() * 3 > LONGEST_NAME_IN_KEY
            && name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_IN_KEY);
  }

  private static String hash(String name) {
    try {
      byte[] sha =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(sha, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Money used in a window: charged and held.
  static String used(String window) {
    return USED + window;
  }

  /// Money held for calls that reserved in a bucket.
  static String held(Bucket bucket) {
    return bucket.held();
  }

  /// Calls in flight that reserved in a bucket.
  static String callsIn(Bucket bucket) {
    return bucket.callsIn();
  }

  /// The clock of the fingerprint that has this place.
  static String loop(int place) {
    return LOOP + Integer.toString(place, 36);
  }

  static String fingerprint(int place) {
    return FINGERPRINT + Integer.toString(place, 36);
  }

  static boolean isHeld(String attribute) {
    return attribute.startsWith(HELD);
  }

  static boolean isUsed(String attribute) {
    return attribute.startsWith(USED);
  }

  /// The window of a `u.…` attribute, or the bucket number of an `r.…` one, as text.
  static String suffix(String attribute) {
    return attribute.substring(2);
  }
}
