package io.tollgate.local.e2e;

import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/// What holds of a gateway as its callers and its operator see it: in one process, unless whoever
/// runs the contract says which.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GatewayContract {
  private Site site;

  /// What it needs in the organisation's file.
  abstract Needs needs();

  /// A gateway over a file with these needs; closed after the last test.
  Site open() {
    return Site.of(needs());
  }

  @BeforeAll
  void start() {
    site = open();
    site.provider().forget();
  }

  @AfterAll
  void end() {
    site.close();
  }

  final Caller caller() {
    return site.caller();
  }

  /// Plays `house`.
  final RawProvider provider() {
    return site.provider();
  }

  /// Within this time spend shows a call that has ended.
  final Duration soon() {
    return site.soon();
  }

  /// So many callers at once as there is room for, most of whom are refused.
  final int callers(int wished) {
    return Math.min(wished, site.room());
  }

  /// So many calls as a provider may keep back at once.
  final int keptBack(int wished) {
    return Math.min(wished, site.kept());
  }
}
