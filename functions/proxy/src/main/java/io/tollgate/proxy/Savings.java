package io.tollgate.proxy;

import io.tollgate.ledger.Nearly;
import java.util.Optional;

/// What is saved on a call because a budget runs low.
///
/// @param clamped the budget that lowered its output cap; empty if none did
/// @param degraded the budget that sent it to another model; empty if none did
/// @param asked the model that it asked for, if it was sent to another; else empty
record Savings(Optional<Nearly> clamped, Optional<Nearly> degraded, String asked) {
  static final Savings NONE = new Savings(Optional.empty(), Optional.empty(), "");
}
