package io.tollgate.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Period;
import io.tollgate.money.Usd;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlertOutboxTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant MIDNIGHT = Instant.parse("2026-11-25T00:00:00Z");
  private static final String DAY = "Dhte00";
  private static final Scope ADA = new Scope(ScopeKind.MEMBER, "ada");

  private final Table table = new EmbeddedTable(() -> NOON);
  private final AlertOutbox outbox = new AlertOutbox(table);

  private static Passed passed(Scope scope, Optional<Instant> ends, int percent) {
    Period period = ends.isPresent() ? Period.DAY : Period.TOTAL;
    return new Passed(
        scope,
        ends.isPresent() ? DAY : "T",
        new Ceiling(period, Usd.parse("20"), "daily:each member"),
        percent,
        Usd.parse("15.5"),
        ends);
  }

  private static Passed passed(int percent) {
    return passed(ADA, Optional.of(MIDNIGHT), percent);
  }

  private Item item(Passed passed) {
    return table.get(passed.key()).orEmpty();
  }

  /// Frozen: items outlive the code that wrote them.
  @Test
  void a_raised_threshold_is_spelt_so() {
    assertThat(outbox.raise(passed(75), NOON)).isEqualTo(Raised.NOW);
    assertThat(item(passed(75)).asMap().toString())
        .isEqualTo(
            "{at=1795521600, ends=1795564800, limit=20000000000000, of=Text[text=member/ada],"
                + " passed=75, policy=Text[text=daily:each member], spent=15500000000000,"
                + " ttl=1799452800}");
  }

  @Test
  void it_stands_at_the_owner_of_the_account_and_at_window_and_limit_in_base_36() {
    assertThat(AlertOutbox.key(ADA, DAY, Usd.parse("20")))
        .isEqualTo(new Key("A#m#ada", "Dhte00#737vfm5fk"));
    assertThat(AlertOutbox.key(Scope.WORKSPACE, "T", Usd.ZERO)).isEqualTo(new Key("A#w#*", "T#0"));
    assertThat(AlertOutbox.key(new Scope(ScopeKind.SESSION, "x".repeat(41)), "T", Usd.PICO))
        .isEqualTo(new Key("A#s#~3164596df4fdd018b2c567ec8c03e79b", "T#1"));
  }

  @Test
  void what_is_raised_only_grows() {
    assertThat(outbox.raise(passed(75), NOON)).isEqualTo(Raised.NOW);
    assertThat(outbox.raise(passed(75), NOON)).isEqualTo(Raised.BEFORE);
    assertThat(outbox.raise(passed(50), NOON)).isEqualTo(Raised.BEFORE);
    assertThat(outbox.passed(ADA, DAY, Usd.parse("20"))).isEqualTo(75);
    assertThat(outbox.raise(passed(90), NOON)).isEqualTo(Raised.NOW);
    assertThat(outbox.passed(ADA, DAY, Usd.parse("20"))).isEqualTo(90);
  }

  @Test
  void nothing_is_raised_where_nobody_did() {
    assertThat(outbox.passed(ADA, DAY, Usd.parse("20"))).isZero();
  }

  @Test
  void it_is_not_listed_among_the_accounts() {
    outbox.raise(passed(75), NOON);
    assertThat(table.listed("m", "").rows()).isEmpty();
  }

  @Test
  void a_total_is_kept_for_good_and_a_sessions_for_longer_than_the_session() {
    Passed total = passed(ADA, Optional.empty(), 50);
    outbox.raise(total, NOON);
    assertThat(item(total).names()).doesNotContain("ttl", "ends");
    Passed session = passed(new Scope(ScopeKind.SESSION, "s1"), Optional.empty(), 50);
    outbox.raise(session, NOON);
    assertThat(Instant.ofEpochSecond(item(session).num("ttl").asLong()))
        .isEqualTo(Instant.parse("2027-02-08T12:00:00Z"));
    assertThat(item(session).has("ends")).isFalse();
  }
}
