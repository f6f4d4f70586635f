package io.tollgate.event;

/// Where usage events go: the queue. Safe for concurrent calls.
@FunctionalInterface
public interface UsageSink {
  /// Hands an event over; it may arrive more than once, late, or out of order.
  ///
  /// @return whether the queue took it for certain
  boolean send(UsageEvent event);
}
