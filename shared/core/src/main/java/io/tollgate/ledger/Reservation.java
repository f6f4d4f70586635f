package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import io.tollgate.spend.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a call may cost, held on all of its limited accounts: the part of the journal item that
/// never changes.
///
/// Whoever settles reads amounts, accounts and windows from here, never from the policies of today.
///
/// @param rid this attempt
/// @param arrived the bucket in which the request arrived, from which its public id is made
/// @param subject who and what
/// @param amount the bound: the most that the call can cost, more than 0
/// @param inputTokens the most input tokens that the bound counts
/// @param outputTokens the most output tokens that the bound counts, over all choices
/// @param windows of the bucket that admitted the call
/// @param held accounts that carry the amount
/// @param booked accounts of the call without a limit: charged at settlement, so that a later limit
///   finds them exact
/// @param until when every attempt at the provider has ended
public record Reservation(
    Rid rid,
    Bucket arrived,
    Subject subject,
    Usd amount,
    long inputTokens,
    long outputTokens,
    Windows windows,
    List<Held> held,
    List<Scope> booked,
    Instant until) {
  public Reservation {
    held = List.copyOf(held);
    booked = List.copyOf(booked);
    if (!amount.isPositive()) {
      throw new IllegalArgumentException("a reservation of " + amount + " holds nothing");
    }
  }

  /// One account that carries the amount.
  ///
  /// @param scope whose
  /// @param tokenClocks the account's token clocks that the call moved: nanoseconds per token, by
  ///   attribute
  public record Held(Scope scope, Map<String, Long> tokenClocks) {
    public Held {
      tokenClocks = Map.copyOf(tokenClocks);
    }
  }

  /// All accounts that settling it charges: those that it is booked on, and those that it holds on.
  public List<Scope> accounts() {
    var all = new ArrayList<Scope>(booked);
    held.forEach(one -> all.add(one.scope()));
    return all;
  }

  /// The id that the client was told: bucket of arrival, shard, invocation.
  public String request() {
    return requestId(arrived, rid.invocation());
  }

  public static String requestId(Bucket arrived, String invocation) {
    return arrived.id() + "-" + Integer.toString(Rid.shardOf(invocation), 36) + "-" + invocation;
  }

  long tokens() {
    return Math.addExact(inputTokens, outputTokens);
  }
}
