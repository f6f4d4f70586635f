package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Source;
import io.tollgate.local.IsolatedGateway;
import io.tollgate.money.Usd;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/// The functions' own zips under load, while their processes are killed and frozen, and so is the
/// store: what is spent and held never passes a limit, and afterwards the books balance.
@Isolated
@Timeout(300)
class BooksUnderFireTest {
  private static final Duration FIRE = Duration.ofSeconds(15);
  private static final int CALLERS = 24;
  private static final int MOST = 4;
  private static final long SEED = 7;

  // A bucket's own minute, the close delay, and the rest of the minute that it ends in.
  private static final Duration LATER = Duration.ofMinutes(3);
  private static final Duration MAX_CALL = Duration.ofSeconds(30);
  private static final Duration GRACE = Duration.ofSeconds(30);
  private static final Map<Scope, Usd> LIMITS =
      Map.of(
          Scope.WORKSPACE,
          Usd.parse("1000"),
          new Scope(ScopeKind.FEATURE, "tight"),
          Usd.parse("0.3"),
          new Scope(ScopeKind.AGENT, "a0"),
          Usd.parse("1"));

  /// What a caller sees whose process was killed: before its answer, or in the middle of it.
  private static final Set<String> BROKEN = Set.of("502 internal_error", "broken off");

  private static String organisation(BillingProvider provider) {
    return """
    organisation: acme
    members: {ada: {}}
    providers:
      house: %s
    policies:
      - {rate: 100000/min, of: each key, tokens: 1000000000/min}
      - {concurrency: 1000, of: each member}
      - {budget: total, of: workspace, limit_usd: 1000}
      - {budget: total, of: feature/tight, limit_usd: 0.3}
      - {budget: total, of: agent/a0, limit_usd: 1}
      - {budget: monthly, of: each agent, limit_usd: 100}
    """
        .formatted(provider.settings());
  }

  @Test
  void no_limit_is_passed_at_any_look_and_the_books_balance_when_the_fire_is_out()
      throws Exception {
    Instant begun = Instant.now();
    try (var provider = new BillingProvider();
        var gateway =
            IsolatedGateway.of(
                organisation(provider),
                Map.of(),
                new Unpacked("").root(),
                "--environments",
                Integer.toString(MOST),
                "--max-call",
                MAX_CALL.toSeconds() + "s",
                "--grace",
                GRACE.toSeconds() + "s");
        var http = DynamoDbClients.http();
        var clients = DynamoDbClients.at(gateway.store(), http, Duration.ofSeconds(5))) {
      var caller = new Caller(gateway.ready());
      var table = new DynamoDbTable("tollgate", clients);
      Configuration configuration =
          ((ConfigurationFile.Parsed) ConfigurationFile.read(organisation(provider), begun))
              .configuration();
      var crowd = new Crowd(caller, SEED);
      var fire = new Fire(gateway, provider::heard, new SplittableRandom(SEED));
      var watch = new BudgetWatch(table, Closing.start(table, MAX_CALL, GRACE), configuration);
      try (watch) {
        Thread burning = Thread.ofVirtual().start(() -> fire.burn(FIRE, () -> wasFelt(crowd)));
        crowd.call(CALLERS, burning::isAlive);
      }
      StoredBooks books = settled(table, configuration.calendar(), begun);

      assertThat(watch.breaches()).isEmpty();
      assertThat(watch.looks()).isGreaterThan(50);
      assertThat(fire.kills()).isGreaterThanOrEqualTo(3);
      assertThat(fire.freezes()).isGreaterThanOrEqualTo(3);
      assertThat(crowd.told().keySet())
          .contains("200")
          .anyMatch(answer -> answer.contains("budget"));
      assertThat(wasFelt(crowd)).isTrue();
      balance(books, provider, crowd);
      assertThat(admin(caller)).isEqualTo(books.spent(Scope.WORKSPACE).plain() + " held 0");
    }
  }

  private static boolean wasFelt(Crowd crowd) {
    return crowd.told().keySet().stream().anyMatch(BROKEN::contains);
  }

  /// What is open at the end of the fire is charged by a sweep at a later time, and what leaked is
  /// folded.
  private static StoredBooks settled(Table table, Calendar calendar, Instant begun) {
    Table ahead = new Ahead(table, LATER);
    var ledger =
        new Ledger(
            ahead,
            Closing.start(ahead, MAX_CALL, GRACE),
            Fan.INLINE,
            pause -> {},
            new SplittableRandom(SEED),
            alarm -> {
              throw new AssertionError(alarm);
            });
    var last = new StoredBooks[1];
    Caller.until(
        Duration.ofSeconds(40),
        () -> {
          Instant later = Instant.now().plus(LATER);
          ledger.sweep(() -> later).run();
          last[0] = StoredBooks.read(table, ledger, calendar, begun);
          last[0].accounts().keySet().forEach(scope -> ledger.folded(scope, calendar, later));
          last[0] = StoredBooks.read(table, ledger, calendar, begun);
          return last[0].isAtRest() && last[0].spent().equals(last[0].charged());
        });
    return last[0];
  }

  private static void balance(StoredBooks books, BillingProvider provider, Crowd crowd) {
    assertThat(provider.heardTwice()).isEmpty();
    assertThat(books.isAtRest()).isTrue();
    assertThat(books.spent()).isEqualTo(books.charged());
    assertThat(books.rows()).isEqualTo(books.spent(Scope.WORKSPACE));
    LIMITS.forEach((scope, limit) ->
        assertThat(books.spent(scope))
            .as(scope.toString())
            .isBetween(provider.bill(scope.toString()), limit));
    // What is not charged at its bound costs what the provider bills.
    assertThat(books.charged(Source.USAGE)).isLessThanOrEqualTo(provider.bill("workspace"));
    Map<String, Usd> metered = books.metered();
    assertThat(crowd.delivered()).isNotEmpty();
    assertThat(metered)
        .containsAllEntriesOf(
            crowd.delivered().entrySet().stream()
                .filter(call -> metered.containsKey(call.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static String admin(Caller caller) {
    JsonNode row = caller.budget("total:workspace", "workspace");
    return row.path("spent_usd").asText() + " held " + row.path("held_usd").asText();
  }
}
