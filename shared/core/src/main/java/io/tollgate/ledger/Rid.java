package io.tollgate.ledger;

import io.tollgate.table.Key;
import org.jspecify.annotations.Nullable;

/// The id of one attempt to reserve, which is also the address of its journal item.
///
/// Unique without randomness of ours (a restored snapshot would repeat it), never reused after a
/// release, and never made from what a client sends. Immutable.
public final class Rid {
  /// A constant for ever: an older sweep that looked at fewer shards would find nothing open and
  /// fold live holds.
  public static final int SHARDS = 16;

  private final Bucket bucket;
  private final int shard;
  private final String invocation;
  private final int attempt;

  // Every write of a call spells it. Threads that race here make equal texts.
  private @Nullable Key key;

  /// @param bucket the bucket in which the attempt reserves
  /// @param shard 0 to 15, the same for all attempts of a request
  /// @param invocation the platform's id of the invocation: letters, digits, `-`
  /// @param attempt 1, 2, …
  public Rid(Bucket bucket, int shard, String invocation, int attempt) {
    this.bucket = bucket;
    this.shard = shard;
    this.invocation = invocation;
    this.attempt = attempt;
  }

  /// The bucket in which the attempt reserves.
  public Bucket bucket() {
    return bucket;
  }

  public int shard() {
    return shard;
  }

  /// The platform's id of the invocation.
  public String invocation() {
    return invocation;
  }

  public int attempt() {
    return attempt;
  }

  public static int shardOf(String invocation) {
    return Math.floorMod(invocation.hashCode(), SHARDS);
  }

  /// The place of the journal item.
  public Key key() {
    Key known = key;
    if (known == null) {
      known = new Key(partition(bucket, shard), text());
      key = known;
    }
    return known;
  }

  public static String partition(Bucket bucket, int shard) {
    return "J#" + bucket.id() + "#" + Integer.toString(shard, 36);
  }

  /// @throws IllegalArgumentException if the text is no such id
  public static Rid parse(String text, int bucketMinutes) {
    int first = text.indexOf('-');
    int second = text.indexOf('-', first + 1);
    int dot = text.lastIndexOf('.');
    if (first < 1 || second < 0 || dot < second) {
      throw new IllegalArgumentException("not the id of a reservation: " + text);
    }
    return new Rid(
        new Bucket(Bucket.number(text.substring(0, first)), bucketMinutes),
        Integer.parseInt(text.substring(first + 1, second), 36),
        text.substring(second + 1, dot),
        Integer.parseInt(text.substring(dot + 1)));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Rid rid && rid.key().equals(key());
  }

  @Override
  public int hashCode() {
    return key().hashCode();
  }

  @Override
  public String toString() {
    return key().sk();
  }

  private String text() {
    return bucket.id() + "-" + Integer.toString(shard, 36) + "-" + invocation + "." + attempt;
  }
}
