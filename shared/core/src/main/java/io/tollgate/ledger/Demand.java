package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.money.Usd;
import io.tollgate.spend.Subject;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;

/// What one call asks of the ledger before it may go to the provider.
///
/// @param rid minted for this attempt alone, in the bucket of now by the store's clock
/// @param arrived the bucket in which the request arrived
/// @param subject who and what
/// @param amount the most that the call can cost, more than 0 (a free call's is one pico-dollar)
/// @param inputTokens the most input tokens
/// @param outputTokens the most output tokens
/// @param holds one for each limited account of the call
/// @param booked the call's accounts without a limit; with the held ones they are a set
/// @param policies the version of the policies that the holds were made from
/// @param until when the call will have ended
/// @param fingerprints of what it may repeat; empty where nobody asks
public record Demand(
    Rid rid,
    Bucket arrived,
    Subject subject,
    Usd amount,
    long inputTokens,
    long outputTokens,
    List<Hold> holds,
    List<Scope> booked,
    long policies,
    Instant until,
    List<Fingerprint> fingerprints) {
  /// One without fingerprints.
  public Demand(
      Rid rid,
      Bucket arrived,
      Subject subject,
      Usd amount,
      long inputTokens,
      long outputTokens,
      List<Hold> holds,
      List<Scope> booked,
      long policies,
      Instant until) {
    this(
        rid,
        arrived,
        subject,
        amount,
        inputTokens,
        outputTokens,
        holds,
        booked,
        policies,
        until,
        List.of());
  }

  public Demand {
    fingerprints = List.copyOf(fingerprints);
    holds = List.copyOf(holds);
    booked = List.copyOf(booked);
    if (!amount.isPositive() || inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "a demand of %s for %d + %d tokens".formatted(amount, inputTokens, outputTokens));
    }
    var accounts = new HashSet<Scope>(booked);
    holds.forEach(hold -> accounts.add(hold.scope()));
    if (accounts.size() < holds.size() + booked.size()) {
      throw new IllegalArgumentException(
          "an account is named twice among the held " + holds + " and the booked " + booked);
    }
  }

  /// What the journal is to say of it.
  ///
  /// @param held the accounts on which it is held
  /// @param booked those on which it is not
  Reservation reservation(Windows windows, List<Reservation.Held> held, List<Scope> booked) {
    return new Reservation(
        rid, arrived, subject, amount, inputTokens, outputTokens, windows, held, booked, until);
  }

  /// How much of a paced resource the call takes.
  long weight(Pace pace) {
    return switch (pace.resource()) {
      case REQUESTS -> 1;
      case TOKENS -> Math.addExact(inputTokens, outputTokens);
    };
  }
}
