package io.tollgate.local.e2e;

import io.tollgate.local.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OverspendTest extends OverspendContract {
  private static final RawProvider PROVIDER = new RawProvider();
  private static RunningGateway gateway;

  @BeforeAll
  static void open() {
    gateway =
        RunningGateway.of(
            """
            organisation: acme
            providers:
              house: {base_url: "%s", credential: none, zero_price: priced, prices: {%s}}
            policies:
              - {rate: 100000/min, of: each key, tokens: 1000000000/min}
              - {budget: monthly, of: workspace, limit_usd: 1000}
            %s\
            """
                .formatted(PROVIDER.baseUrl(), MODELS, POLICIES),
            Map.of());
  }

  @AfterAll
  static void close() {
    gateway.close();
    PROVIDER.close();
  }

  @Override
  Caller caller() {
    return new Caller(gateway.ready());
  }

  @Override
  RawProvider provider() {
    return PROVIDER;
  }

  @Override
  int callers() {
    return 200;
  }

  @Override
  int passing() {
    return 10;
  }
}
