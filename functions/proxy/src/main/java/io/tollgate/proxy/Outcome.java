package io.tollgate.proxy;

import io.tollgate.event.CallFacts;
import io.tollgate.spend.Charge;
import io.tollgate.usage.Usage;

/// How a call at a provider ended, and what is known of its cost.
public sealed interface Outcome {
  CallFacts facts();

  /// The provider said what was used, for good.
  record Delivered(Usage usage, Charge charge, CallFacts facts) implements Outcome {}

  /// It ended, and nobody knows what it cost.
  record Broken(CallFacts facts) implements Outcome {}

  /// It is proven that it costs nothing.
  record Unserved(CallFacts facts) implements Outcome {}
}
