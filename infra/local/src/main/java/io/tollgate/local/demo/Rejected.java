package io.tollgate.local.demo;

import io.tollgate.local.http.Refusal;

/// A request that the demo provider does not take.
final class Rejected extends RuntimeException {
  private final transient Refusal refusal;

  Rejected(int status, String code, String message) {
    super(message);
    this.refusal = Refusal.invalid(status, code, message);
  }

  Refusal refusal() {
    return refusal;
  }
}
