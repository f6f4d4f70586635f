package io.tollgate.bench.micro;

import io.tollgate.key.KeyForm;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/// A fresh store with an organisation in it: four scopes with a limit, none of them ever short.
///
/// @param key the secret of a virtual key
public record Stage(
    Ledger ledger, Configuration configuration, Book book, StoreClock clock, String key) {
  private static final Duration LONGEST_CALL = Duration.ofMinutes(15);
  private static final Duration GRACE = Duration.ofMinutes(2);

  private static final String YAML =
      """
      organisation: bench
      timezone: UTC
      departments:
        research: {}
      members:
        ada: {department: research}
      providers:
        bench:
          dialect: openai
          base_url: "http://127.0.0.1:1/v1"
          credential: none
          prices: {m: {input: 0.15, output: 0.60, context: 128000, max_output: 16384}}
      policies:
        - {budget: monthly, of: workspace, limit_usd: 1000000000000}
        - {budget: daily, of: each member, limit_usd: 1000000000000}
        - {budget: daily, of: each agent, limit_usd: 1000000000000}
        - {rate: 6000000000/min, of: each key}
      """;

  public static Stage fresh() {
    var clock = new StoreClock(InstantSource.system());
    Table table = new TimedTable(new EmbeddedTable(InstantSource.system()), clock);
    var policies = new PolicyStore(table);
    Configuration configuration =
        switch (policies.start(YAML, clock.instant())) {
          case ConfigurationFile.Parsed(Configuration parsed) -> parsed;
          case ConfigurationFile.Faulty(var faults) ->
              throw new IllegalStateException("the stage's file is refused: " + faults);
        };
    var keys = new TableKeyStore(table);
    String form = "{\"name\":\"first\",\"member\":\"ada\"}";
    String secret =
        switch (KeyForm.issue(form, new Random(1), clock.instant())) {
          case KeyForm.Issued(var key, var made) -> {
            keys.create(key, made.hash());
            yield made.reveal();
          }
          case KeyForm.Faulty(var faults) ->
              throw new IllegalStateException("the stage's key is refused: " + faults);
        };
    var ledger =
        new Ledger(
            table,
            Closing.start(table, LONGEST_CALL, GRACE),
            Fan.INLINE,
            time -> {},
            new Random(1),
            alarm -> {
              throw new IllegalStateException(alarm.toString());
            });
    return new Stage(ledger, configuration, new Book(policies, keys), clock, secret);
  }
}
