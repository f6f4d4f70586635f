package io.tollgate.local.e2e;

import io.tollgate.SideBySide;

@SideBySide
class StreamingTest extends StreamingContract {
  /// The demo's organisation, which the README calls.
  @Override
  Site open() {
    return Site.of("");
  }
}
