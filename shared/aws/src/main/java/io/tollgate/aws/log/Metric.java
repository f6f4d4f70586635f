package io.tollgate.aws.log;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What CloudWatch counts, each a reading of lines that are logged anyway: by the line's event,
/// from one of its fields, or simply one for the line.
///
/// Alarms in `template.yaml` name them, and a test holds the two together.
public enum Metric {
  /// Calls that reached a provider.
  CALLS("Calls", Unit.COUNT, "call", Reading.ONE, ""),
  /// What they cost, where that is known when they end.
  SPEND_USD("SpendUsd", Unit.NONE, "call", Reading.FIELD, "cost_usd"),
  REFUSALS("Refusals", Unit.COUNT, "call_refused", Reading.ONE, ""),
  /// Refused, let through at an estimate, or not to be charged exactly, for want of a price.
  UNPRICED_MODEL(
      "UnpricedModel",
      Unit.COUNT,
      "call_refused UnratedMeter estimated_price",
      Reading.IF_CODE,
      "model_not_priced"),
  /// Refused because the store did not answer.
  ENFORCEMENT_UNAVAILABLE(
      "EnforcementUnavailable",
      Unit.COUNT,
      "call_refused",
      Reading.IF_CODE,
      "enforcement_unavailable"),
  /// Let through uncounted, as their limits say, because the store did not answer.
  UNRESERVED("Unreserved", Unit.COUNT, "unreserved", Reading.ONE, ""),
  CREDENTIAL_REJECTED("CredentialRejected", Unit.COUNT, "CredentialRejected", Reading.ONE, ""),
  DEFECTS("Defects", Unit.COUNT, "defect admin_failed", Reading.ONE, ""),
  UNSENT_EVENTS("UnsentEvents", Unit.COUNT, "unsent", Reading.ONE, ""),
  BOUND_VIOLATION("BoundViolation", Unit.COUNT, "BoundViolation CapStillTrusted", Reading.ONE, ""),
  LEDGER_DEFECT(
      "LedgerDefect",
      Unit.COUNT,
      "FenceViolation UnjournaledCall UnreadableJournal",
      Reading.ONE,
      ""),
  /// Of budgets: how often somebody is to be told.
  THRESHOLDS_PASSED("ThresholdsPassed", Unit.COUNT, "threshold_passed", Reading.ONE, ""),
  SETTLED_BY_QUEUE("SettledByQueue", Unit.COUNT, "settled_by_queue", Reading.FIELD, "calls"),
  CHARGED_AT_BOUND(
      "ChargedAtBound", Unit.COUNT, "sweep sweep_late", Reading.FIELD, "charged_at_bound"),
  SWEEP_LAG_SECONDS(
      "SweepLagSeconds", Unit.SECONDS, "sweep sweep_late", Reading.FIELD, "lag_seconds");

  /// As CloudWatch spells it.
  enum Unit {
    COUNT("Count"),
    SECONDS("Seconds"),
    NONE("None");

    private final String word;

    Unit(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }

  /// How a line becomes a number.
  private enum Reading {
    /// Each line counts.
    ONE,
    /// The number in a field; none if it is no number.
    FIELD,
    /// Each line with this code, or without any.
    IF_CODE
  }

  private final String word;
  private final Unit unit;

  /// Divided by blanks.
  private final String events;

  private final Reading reading;
  private final String argument;

  Metric(String word, Unit unit, String events, Reading reading, String argument) {
    this.word = word;
    this.unit = unit;
    this.events = events;
    this.reading = reading;
    this.argument = argument;
  }

  /// As CloudWatch knows it.
  public String word() {
    return word;
  }

  Unit unit() {
    return unit;
  }

  /// The events whose lines may carry it.
  public Set<String> events() {
    return Set.of(events.split(" "));
  }

  /// What the fields of such a line say.
  Optional<BigDecimal> read(Map<String, ?> fields) {
    return switch (reading) {
      case ONE -> Optional.of(BigDecimal.ONE);
      case FIELD -> Optional.ofNullable(fields.get(argument)).flatMap(Metric::number);
      case IF_CODE ->
          argument.equals(fields.containsKey("code") ? fields.get("code") : argument)
              ? Optional.of(BigDecimal.ONE)
              : Optional.empty();
    };
  }

  private static Optional<BigDecimal> number(Object field) {
    try {
      return Optional.of(new BigDecimal(field.toString()));
    } catch (NumberFormatException word) {
      return Optional.empty();
    }
  }
}
