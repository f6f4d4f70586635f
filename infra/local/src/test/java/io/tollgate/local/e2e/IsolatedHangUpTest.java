package io.tollgate.local.e2e;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Isolated;

/// Apart from the contracts in [IsolatedContractsTest], since it counts what the whole JVM has
/// open.
@Isolated
@Timeout(180)
@ExtendWith(SiteOverZips.class)
class IsolatedHangUpTest extends HangUpContract {
  private final Site site;

  IsolatedHangUpTest(Site site) {
    this.site = site;
  }

  @Override
  Site open() {
    return site.lent();
  }
}
