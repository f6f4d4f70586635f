package io.tollgate.local.e2e;

import io.tollgate.SideBySide;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/// What holds of a gateway in one process holds of the functions' zips too, several processes to a
/// function. Who hangs up has a class of its own: [IsolatedHangUpTest].
@SideBySide
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
@ExtendWith(SiteOverZips.class)
class IsolatedContractsTest {
  private final Site site;

  IsolatedContractsTest(Site site) {
    this.site = site;
  }

  @Nested
  @Order(1)
  @Timeout(180)
  class Rules extends RulesContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(2)
  @Timeout(180)
  class HostileInput extends HostileInputContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(3)
  @Timeout(180)
  class RudeProvider extends RudeProviderContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  /// Not first: how soon a call shows is not to be told of a gateway whose processes still start.
  @Nested
  @Order(4)
  @Timeout(180)
  class Streaming extends StreamingContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(5)
  @Timeout(180)
  class OfficialClient extends OfficialClientContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(6)
  @Timeout(180)
  class Idempotency extends IdempotencyContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(7)
  @Timeout(180)
  class Raised extends RaisedContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(8)
  @Timeout(180)
  class LoopBreaker extends LoopBreakerContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(9)
  @Timeout(180)
  class Economy extends EconomyContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(10)
  @Timeout(180)
  class Modes extends ModesContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(11)
  @Timeout(180)
  class Unpriced extends UnpricedContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(12)
  @Timeout(180)
  class Limits extends LimitsContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  /// Last, when the store and some processes are warm.
  @Nested
  @Order(13)
  @Timeout(180)
  class Overspend extends OverspendContract {
    @Override
    Site open() {
      return site.lent();
    }
  }
}
