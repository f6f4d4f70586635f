package io.tollgate.key;

import java.util.Arrays;
import java.util.Optional;

/// The HTTP status with which a key is told that a budget is spent: clients differ in what they
/// stop at.
public enum BudgetStatus {
  /// What most clients stop at and show.
  PAYMENT_REQUIRED(402),
  /// With `insufficient_quota`: what Codex stops at.
  TOO_MANY_REQUESTS(429);

  private final int code;

  BudgetStatus(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  public static Optional<BudgetStatus> ofCode(long code) {
    return Arrays.stream(values()).filter(status -> status.code == code).findFirst();
  }
}
