package io.tollgate.prove;

import io.tollgate.ledger.Claim;
import io.tollgate.table.Key;
import java.util.HashMap;
import java.util.Map;

/// Of all requests with one `Idempotency-Key` at most one is served: while one is at the provider,
/// or was there and may have been billed, no other one goes there.
final class RepeatLaws {
  private final Counts counts;
  private final Map<Key, String> claimed = new HashMap<>();
  private final Map<Key, String> sent = new HashMap<>();

  RepeatLaws(Counts counts) {
    this.counts = counts;
  }

  /// The request may go on.
  void passes(Claim claim) {
    String before = claimed.put(claim.place(), claim.request());
    if (before != null) {
      counts.repeatsLetThrough++;
    }
  }

  /// It goes to the provider.
  void sends(Claim claim) {
    String before = sent.put(claim.place(), claim.request());
    if (before != null) {
      throw Laws.broken(
          "I10: " + claim.request() + " is sent although " + before + " was, with the same key",
          claim.request(),
          before);
    }
  }

  /// The provider does not bill it, and its gateway knows.
  void unserved(Claim claim) {
    sent.remove(claim.place());
  }
}
