package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.BudgetStatus;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Settled;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls while the store gives no answer: none passes, unless every limit of it says so.
class UncountedTest {
  private static final String HI =
      "{\"model\":\"house/plain\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String ANSWER =
      "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";

  /// What one call costs: a token at $1 and one at $4 a million.
  private static final String COST = "0.000005";

  private volatile Line line = Line.UP;
  private volatile Duration ahead = Duration.ZERO;

  private final House house =
      new House(
          """
          policies:
            - {rate: 600/min, of: each key, unavailable: open}
            - {budget: total, of: workspace, limit_usd: 1, unavailable: open}
            - {budget: total, of: feature/careful, limit_usd: 1}
          """,
          () -> Instant.now().plus(ahead),
          SilentTable::new);

  UncountedTest() {
    house.provider.plays(FakeProvider.plain(ANSWER));
    // A key that nobody knows yet cannot be looked up later.
    assertThat(house.get("/v1/models").status()).isEqualTo(200);
  }

  @AfterEach
  void close() {
    house.close();
  }

  private void assertRefused(String... headers) {
    Heard heard = house.chat(HI, headers);
    assertThat(heard.status()).isEqualTo(503);
    assertThat(heard.body()).contains("enforcement_unavailable");
    assertThat(heard.header("tollgate-unreserved")).isEmpty();
    assertThat(house.provider.received()).isEmpty();
  }

  private void assertPasses() {
    Heard heard = house.chat(HI);
    assertThat(heard.status()).isEqualTo(200);
    assertThat(heard.header("tollgate-unreserved")).isEqualTo("true");
    assertThat(heard.header("tollgate-cost-usd")).isEqualTo(COST);
    assertThat(heard.header("tollgate-budget-remaining-usd")).isEmpty();
    assertThat(house.ended().settled()).isFalse();
    assertThat(house.facts().unreserved()).isTrue();
    assertThat(house.log).anyMatch(said -> said.startsWith("WARN unreserved "));
  }

  /// What the queue brings when the store is back, twice.
  private void assertBookedOnce() {
    var read = (UsageEvent.Ended) EventJson.read(EventJson.write(house.ended()));
    Incoming incoming = read.incoming();
    assertThat(incoming.unreserved()).isTrue();
    assertThat(house.ledger.settle(List.of(incoming), Instant.now()))
        .containsExactly(Settled.BOOKED);
    assertThat(house.ledger.settle(List.of(incoming), Instant.now()))
        .containsExactly(Settled.ALREADY);
    assertThat(house.spent(ScopeKind.WORKSPACE, "*")).isEqualTo(COST);
    assertThat(house.spent(ScopeKind.MEMBER, "ada")).isEqualTo(COST);
    assertThat(house.log).noneMatch(said -> said.contains("Unjournaled"));
  }

  @Test
  void where_one_limit_is_closed_nothing_passes() {
    line = Line.SILENT;
    assertRefused("Tollgate-Feature", "careful");
  }

  @Test
  void where_all_are_open_a_call_passes_says_so_and_is_booked_once() {
    line = Line.SILENT;
    assertPasses();
    line = Line.UP;
    assertBookedOnce();
    assertThat(house.chat(HI).header("tollgate-unreserved")).isEmpty();
  }

  @Test
  void a_call_whose_record_landed_unheard_is_booked_once() {
    line = Line.NO_RECORDS;
    assertPasses();
    line = Line.UP;
    assertBookedOnce();
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
  }

  @Test
  void a_key_that_nobody_remembers_does_not_pass() {
    String unknown = house.key("key_new", Optional.empty(), BudgetStatus.PAYMENT_REQUIRED);
    line = Line.SILENT;
    assertRefused("Authorization", "Bearer " + unknown);
  }

  @Test
  void a_call_that_must_not_be_repeated_does_not_pass() {
    line = Line.SILENT;
    assertRefused("Idempotency-Key", "a");
    line = Line.NO_RECORDS;
    assertRefused("Idempotency-Key", "b");
  }

  @Test
  void rules_of_a_quarter_of_an_hour_ago_still_judge_and_older_ones_do_not() {
    line = Line.SILENT;
    ahead = Duration.ofMinutes(16);
    assertRefused();
    ahead = Duration.ofMinutes(14);
    assertPasses();
  }

  /// What the store does.
  private enum Line {
    UP,
    /// It gives no answer, and does nothing.
    SILENT,
    /// It takes the records of calls, and tells nobody.
    NO_RECORDS
  }

  private final class SilentTable extends DelegatingTable {
    SilentTable(Table table) {
      super(table);
    }

    private boolean isHeard(Key key) {
      return switch (line) {
        case UP -> true;
        case SILENT -> false;
        case NO_RECORDS -> !key.pk().startsWith("J#");
      };
    }

    @Override
    public Answer write(Write write) {
      if (line == Line.SILENT) {
        return new Answer.Unknown("silence");
      }
      Answer answer = table.write(write);
      return isHeard(write.key()) ? answer : new Answer.Unknown("silence");
    }

    @Override
    public Verdict transact(List<Write> writes) {
      return line == Line.UP ? table.transact(writes) : new Verdict.Unknown("silence");
    }

    @Override
    public Reading get(Key key) {
      if (isHeard(key)) {
        return table.get(key);
      }
      throw new StoreUnavailable("silence", new IllegalStateException());
    }

    @Override
    public Page query(Query query) {
      if (line == Line.UP) {
        return table.query(query);
      }
      throw new StoreUnavailable("silence", new IllegalStateException());
    }
  }
}
