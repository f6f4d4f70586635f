package io.tollgate.local.e2e;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.Timeout;

/// What holds of a gateway in one process holds of the functions' zips too, several processes to a
/// function: one gateway for all, since starting it takes longest.
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class IsolatedContractsTest {
  private static Site site;

  @BeforeAll
  static void open() throws IOException {
    site = Site.isolated(needs());
  }

  /// Of all contracts below.
  private static List<Needs> needs() {
    var outer = new IsolatedContractsTest();
    List<GatewayContract> contracts =
        List.of(
            outer.new Streaming(),
            outer.new Rules(),
            outer.new HostileInput(),
            outer.new RudeProvider(),
            outer.new HangUp(),
            outer.new OfficialClient(),
            outer.new Idempotency(),
            outer.new Raised(),
            outer.new LoopBreaker(),
            outer.new Economy(),
            outer.new Modes(),
            outer.new Unpriced(),
            outer.new Limits(),
            outer.new Overspend());
    return contracts.stream().map(GatewayContract::needs).toList();
  }

  @AfterAll
  static void close() {
    site.close();
  }

  @Nested
  @Order(1)
  @Timeout(180)
  class Streaming extends StreamingContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(2)
  @Timeout(180)
  class Rules extends RulesContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(3)
  @Timeout(180)
  class HostileInput extends HostileInputContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(4)
  @Timeout(180)
  class RudeProvider extends RudeProviderContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(5)
  @Timeout(180)
  class HangUp extends HangUpContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(6)
  @Timeout(180)
  class OfficialClient extends OfficialClientContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(7)
  @Timeout(180)
  class Idempotency extends IdempotencyContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(8)
  @Timeout(180)
  class Raised extends RaisedContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(9)
  @Timeout(180)
  class LoopBreaker extends LoopBreakerContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(10)
  @Timeout(180)
  class Economy extends EconomyContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(11)
  @Timeout(180)
  class Modes extends ModesContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(12)
  @Timeout(180)
  class Unpriced extends UnpricedContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  @Nested
  @Order(13)
  @Timeout(180)
  class Limits extends LimitsContract {
    @Override
    Site open() {
      return site.lent();
    }
  }

  /// Last, when the store and some processes are warm.
  @Nested
  @Order(14)
  @Timeout(180)
  class Overspend extends OverspendContract {
    @Override
    Site open() {
      return site.lent();
    }
  }
}
