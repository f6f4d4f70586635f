package io.tollgate.local.e2e;

import io.tollgate.local.RunningGateway;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class RulesTest extends RulesContract {
  private static final RawProvider PROVIDER = new RawProvider();
  private static RunningGateway gateway;

  @BeforeAll
  static void open() {
    gateway =
        RunningGateway.of(
            """
            organisation: acme
            %2$sproviders:
              house: {base_url: "%1$s", credential: none, prices: {%3$s}}
              other: {base_url: "%1$s", credential: none, prices: {m: {input: 0, output: 100}}}
            policies:
              - {rate: 100000/min, of: each key}
              - {budget: monthly, of: workspace, limit_usd: 1000}
            %4$s\
            """
                .formatted(PROVIDER.baseUrl(), DIRECTORY, MODELS, policies("")),
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
}
