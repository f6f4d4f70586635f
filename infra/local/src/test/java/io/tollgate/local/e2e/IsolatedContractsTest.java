package io.tollgate.local.e2e;

import io.tollgate.local.IsolatedGateway;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestClassOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What holds of a gateway in one process holds of the functions' zips too, several processes to a
/// function: one gateway for all, since starting it takes longest.
@TestClassOrder(ClassOrderer.OrderAnnotation.class)
class IsolatedContractsTest {
  /// Some calls are kept back, and somebody must refuse the others.
  private static final int MOST = 5;

  private static final RawProvider PROVIDER = new RawProvider();
  @TempDir private static Path directory;
  private static IsolatedGateway gateway;

  @BeforeAll
  static void open() throws IOException {
    gateway =
        IsolatedGateway.of(
            """
            organisation: acme
            %2$sproviders:
              openai: {}
              house: {base_url: "%1$s", credential: none, zero_price: priced, prices: {%3$s, %4$s}}
              other: {base_url: "%1$s", credential: none, prices: {m: {input: 0, output: 100}}}
            policies:
              - {rate: 100000/min, of: each key, tokens: 1000000000/min}
              - {budget: monthly, of: workspace, limit_usd: 1000}
            %5$s%6$s\
            """
                .formatted(
                    PROVIDER.baseUrl(),
                    RulesContract.DIRECTORY,
                    RulesContract.MODELS,
                    OverspendContract.MODELS,
                    OverspendContract.POLICIES,
                    RulesContract.policies(", openai/*")),
            Map.of(),
            new Unpacked(directory.resolve("zip"), "").root(),
            "--environments",
            Integer.toString(MOST));
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  private static Caller client() {
    return new Caller(gateway.ready());
  }

  @Nested
  @Order(1)
  @Timeout(180)
  class Streaming extends StreamingContract {
    @Override
    Caller caller() {
      return client();
    }

    /// A first batch waits for its function to start.
    @Override
    Duration soon() {
      return Duration.ofSeconds(30);
    }
  }

  @Nested
  @Order(2)
  @Timeout(180)
  class Rules extends RulesContract {
    @Override
    Caller caller() {
      return client();
    }

    @Override
    RawProvider provider() {
      return PROVIDER;
    }
  }

  /// Last, when the store and some processes are warm.
  @Nested
  @Order(3)
  @Timeout(180)
  class Overspend extends OverspendContract {
    @Override
    Caller caller() {
      return client();
    }

    @Override
    RawProvider provider() {
      return PROVIDER;
    }

    @Override
    int callers() {
      return 12;
    }

    @Override
    int passing() {
      return 2;
    }
  }
}
