package io.tollgate.pricing;

/// Usage was counted on a meter that the rate card does not sell, so nobody can say what it costs.
public final class UnratedMeter extends RuntimeException {
  public UnratedMeter(String message) {
    super(message);
  }
}
