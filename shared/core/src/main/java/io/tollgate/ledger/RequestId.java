package io.tollgate.ledger;

import io.tollgate.table.Key;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The id that a client was told, as an address in the journal: bucket of arrival, shard,
/// invocation.
///
/// All attempts of a request keep its shard and invocation, so they are found by going on from the
/// bucket of arrival.
///
/// @param arrived the number of the bucket in which the request arrived
/// @param shard 0 to 15
/// @param invocation the platform's id of the invocation
public record RequestId(long arrived, int shard, String invocation) {
  /// Nothing else reaches a key of the store, whoever wrote it.
  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,12})-([0-9a-f])-([0-9A-Za-z-]{1,128})");

  /// No attempt has this number: it is for a refusal, which reserved nothing.
  private static final int REFUSAL = 0;

  /// Empty if the text cannot be the id of a request.
  public static Optional<RequestId> parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new RequestId(
            Bucket.number(form.group(1)), Integer.parseInt(form.group(2), 36), form.group(3)));
  }

  /// Where the log keeps that the request was refused.
  public Key refusal() {
    return new Rid(bucket(1), shard, invocation, REFUSAL).key();
  }

  /// The bucket of arrival.
  ///
  /// @param minutes the length of buckets
  public Bucket bucket(int minutes) {
    return new Bucket(arrived, minutes);
  }

  /// What the journal ids of all attempts begin with that reserved in this bucket.
  public String prefix(Bucket bucket) {
    return bucket.id() + "-" + Integer.toString(shard, 36) + "-" + invocation + ".";
  }

  @Override
  public String toString() {
    return Long.toString(arrived, 36) + "-" + Integer.toString(shard, 36) + "-" + invocation;
  }
}
