package io.tollgate.ledger;

/// What became of a {@link Claim}.
public sealed interface Claimed {
  /// This request is the one that may be sent.
  record Ours(Claim claim) implements Claimed {}

  /// Another request with the same `Idempotency-Key` is running or was served, as far as anybody
  /// can know.
  ///
  /// @param first its public id
  /// @param forGood whether it will stay so; if not, the other one may turn out not to be served
  record Repeated(String first, boolean forGood) implements Claimed {}

  /// The store could not be asked, or gave answers from which nothing may be concluded. Nothing is
  /// claimed: what may yet land of it ends with its term.
  record Unavailable(String why) implements Claimed {}
}
