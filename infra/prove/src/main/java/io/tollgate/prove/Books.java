package io.tollgate.prove;

import java.util.HashMap;
import java.util.Map;

/// The prover's own books of one account, in pico-dollars.
final class Books {
  /// Sums of one window.
  static final class Window {
    /// What settled calls were charged.
    long net;

    /// The most that they ever were.
    long peak;

    /// The part of it that calls were charged which passed uncounted.
    long uncounted;

    /// What the store's account does not show any more (or shows too much), since it dropped the
    /// window.
    long dropped;

    boolean wasDropped;

    /// What the provider will have billed for dispatched calls, within their bounds.
    long bill;

    /// The bounds of dispatched calls that are still open.
    long open;

    /// The largest limit under which a call of this window was dispatched; negative for none.
    long limit = -1;

    /// The part of the bill of calls that no hard limit of the window was asked for.
    long unlimited;
  }

  /// Sums of one bucket: the bounds of open calls that hold here.
  static final class Bucket {
    long open;
    long dispatched;
    long openCalls;
  }

  final Map<String, Window> windows = new HashMap<>();
  final Map<String, Bucket> buckets = new HashMap<>();

  /// The newest policies under which a call was admitted here.
  long policies;

  Window window(String id) {
    return windows.computeIfAbsent(id, w -> new Window());
  }

  Bucket bucket(String id) {
    return buckets.computeIfAbsent(id, b -> new Bucket());
  }
}
