package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.table.Action;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Value;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

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

  /// A session's account lives this long after it was last touched.
  private static final Duration SESSION_LIFE = Duration.ofDays(31);

  private static final Map<ScopeKind, Action> LISTINGS = listings();

  private Account() {}

  public static Key key(Scope scope) {
    return new Key("S#" + scope.kind().code() + "#" + id(scope.name()), "A");
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

  /// What every write on an account also says: how it is listed, its name where the key hides it, a
  /// session's life.
  static List<Action> naming(Scope scope, Instant now) {
    var actions = new ArrayList<Action>(3);
    actions.add(LISTINGS.get(scope.kind()));
    if (isLong(scope.name())) {
      actions.add(Action.setIfAbsent(NAME, Value.of(scope.name())));
    }
    if (scope.kind() == ScopeKind.SESSION) {
      actions.add(Action.set(EXPIRES, Num.of(now.plus(SESSION_LIFE).getEpochSecond())));
    }
    return actions;
  }

  private static Map<ScopeKind, Action> listings() {
    var listings = new EnumMap<ScopeKind, Action>(ScopeKind.class);
    for (ScopeKind kind : ScopeKind.values()) {
      listings.put(
          kind, Action.setIfAbsent(Table.LISTED_BY, Value.of(String.valueOf(kind.code()))));
    }
    return listings;
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
