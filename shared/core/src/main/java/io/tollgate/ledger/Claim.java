package io.tollgate.ledger;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One request's claim to be the only one with its `Idempotency-Key` that is sent. The spelling is
/// frozen (a test pins it).
///
/// @param place of the item: the virtual key's id, and a hash of what the client sent
/// @param request the public id of the request
/// @param from no record of the request can have landed earlier, by the store's clock
/// @param until a record that lands later, by the store's clock, must not be sent any more
public record Claim(Key place, String request, Instant from, Instant until) {
  static final String STATE = "st";
  static final String REQUEST = "req";
  static final String FROM = "from";
  static final String UNTIL = "until";
  static final String EXPIRES = "ttl";
  static final String RUNNING = "running";
  static final String RELEASED = "released";

  /// By how much a process may misjudge the store's time; what is further off claims nothing.
  private static final Duration DOUBT = Duration.ofSeconds(30);

  /// All attempts of a gateway to reserve and to journal, each with its retries, take less than 25
  /// seconds.
  private static final Duration TERM = Duration.ofSeconds(30);

  /// How long a repeat is known after the first request has ended at the latest.
  public static final Duration KEPT = Duration.ofHours(24);

  /// @param keyId of the virtual key: what two keys send never meets
  /// @param sent the value of the header; only its hash is kept
  /// @param request the public id of the request
  /// @param now the store's time, as well as this process knows it
  public static Claim of(String keyId, String sent, String request, Instant now) {
    return new Claim(
        new Key("I#" + keyId + "#" + hash(sent), "I"), request, now.minus(DOUBT), now.plus(TERM));
  }

  private static String hash(String sent) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(sent.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /// Repeatable: once it is applied, the condition that it was sent under does not hold any more,
  /// and whoever is refused by it knows it by its request.
  ///
  /// @param seen what stands there, if anything: only that is replaced
  /// @param callEnds when the request will have ended at the latest
  Write.Put take(Item seen, Instant callEnds) {
    Item item =
        Item.builder()
            .set(STATE, RUNNING)
            .set(REQUEST, request)
            .set(FROM, from.toEpochMilli())
            .set(UNTIL, until.toEpochMilli())
            .set(EXPIRES, callEnds.plus(KEPT).getEpochSecond())
            .build();
    return new Write.Put(place, item, seen.isEmpty() ? new Condition.NoItem() : stillAs(seen));
  }

  /// A request claims once, so its id tells one claim from every other.
  private static Condition stillAs(Item seen) {
    return Condition.all(
        Condition.is(REQUEST, requestOf(seen)), Condition.is(STATE, stateOf(seen)));
  }

  /// Repeatable, and guarded by the request: late or twice, it never takes what another one has
  /// claimed since.
  Write.Update release() {
    return new Write.Update(
        place,
        List.of(Action.set(STATE, RELEASED)),
        Condition.all(Condition.is(REQUEST, request), Condition.is(STATE, RUNNING)));
  }

  boolean isShownBy(Item item) {
    return requestOf(item).equals(request)
        && stateOf(item).equals(RUNNING)
        && item.num(UNTIL).equals(Num.of(until.toEpochMilli()));
  }

  static String requestOf(Item item) {
    return item.text(REQUEST).orElse("");
  }

  private static String stateOf(Item item) {
    return item.text(STATE).orElse("");
  }

  static boolean isReleased(Item item) {
    return stateOf(item).equals(RELEASED);
  }

  /// Expired items may stand for days until the store removes them.
  static boolean isExpired(Item item, Instant at) {
    return item.num(EXPIRES).compareTo(Num.of(at.getEpochSecond())) < 0;
  }

  /// The claim that an item shows; empty if it shows none that can be read.
  static Optional<Shown> shown(Item item) {
    return RequestId.parse(requestOf(item))
        .map(id ->
            new Shown(
                id,
                Instant.ofEpochMilli(item.num(FROM).asLong()),
                Instant.ofEpochMilli(item.num(UNTIL).asLong())));
  }

  /// What decides whether a claim still stands.
  record Shown(RequestId request, Instant from, Instant until) {}
}
