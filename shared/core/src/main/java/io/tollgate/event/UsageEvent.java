package io.tollgate.event;

import io.tollgate.attribution.Attribution;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Truth;
import java.time.Instant;

/// One message about one attempt to call a provider.
public sealed interface UsageEvent {
  /// The version of the spelling; readers refuse a newer one and understand all older ones.
  int SCHEMA = 1;

  /// A call that was reserved has ended.
  ///
  /// @param incoming how it ended, as far as the gateway knows, and what else is known of it:
  ///   {@link CallFacts}, spelt
  /// @param settled whether the gateway has settled it itself, for certain
  record Ended(Incoming incoming, boolean settled) implements UsageEvent {
    public Reservation reservation() {
      return incoming.reservation();
    }

    public Truth truth() {
      return incoming.truth();
    }
  }

  /// A call that was refused before anything was reserved.
  ///
  /// @param request the id that the client was told
  /// @param at when
  /// @param attribution for whom
  /// @param provider empty if the request did not get that far
  /// @param model as the client named it; empty if it named none
  /// @param status the HTTP status that the client saw
  /// @param code the error code that the client saw, such as `budget_exceeded`
  /// @param policy the id of the policy that spoke; empty if none did
  /// @param scope the account that it spoke of; empty if none
  /// @param message the sentence that the client saw
  /// @param traceparent as the client sent it; empty if it did not
  record Refused(
      String request,
      Instant at,
      Attribution attribution,
      String provider,
      String model,
      int status,
      String code,
      String policy,
      String scope,
      String message,
      String traceparent)
      implements UsageEvent {}
}
