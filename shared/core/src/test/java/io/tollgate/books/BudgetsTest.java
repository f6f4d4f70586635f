package io.tollgate.books;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Fan;
import io.tollgate.money.Usd;
import io.tollgate.table.EmbeddedTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BudgetsTest {
  private static final String YAML =
      """
      organisation: acme
      timezone: Europe/Berlin
      policies:
        - {budget: monthly, of: workspace, limit_usd: 100}
        - {budget: monthly, of: each member, limit_usd: 20}
        - {budget: daily, of: each member, limit_usd: 5}
        - {budget: monthly, of: member/ada, limit_usd: 50}
        - {budget: total, of: feature/search, limit_usd: 3}
        - {rate: 1000/min, of: each key}
      """;

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-24T12:00:00Z"));
  private final Till till = new Till(new EmbeddedTable(now::get), now, YAML);
  private final Budgets budgets = new Budgets(till.table(), till.ledger().closing(), Fan.INLINE);

  private List<BudgetRow> all() {
    return budgets.part(till.configuration(), List.of(), "", 1_000, now.get()).rows();
  }

  private static String text(BudgetRow row) {
    return row.policy()
        + " "
        + row.scope()
        + " limit "
        + row.limit()
        + " spent "
        + row.spent()
        + " held "
        + row.held()
        + " left "
        + row.left();
  }

  @Test
  void a_limit_of_one_owner_stands_there_before_anybody_called() {
    assertEquals(
        List.of(
            "monthly:workspace workspace limit $100 spent $0 held $0 left $100",
            "monthly:member/ada member/ada limit $50 spent $0 held $0 left $50",
            "daily:each member member/ada limit $5 spent $0 held $0 left $5",
            "total:feature/search feature/search limit $3 spent $0 held $0 left $3"),
        all().stream().map(BudgetsTest::text).toList());
  }

  @Test
  void a_limit_of_each_has_a_row_for_every_account_with_what_was_spent_and_is_held() {
    till.settled(Till.who("bob", "bot", "search"), "gpt-5.5", "0.25");
    till.open(Till.who("bob", "bot", "chat"), "gpt-5.5");
    assertEquals(
        List.of(
            "monthly:workspace workspace limit $100 spent $0.25 held $0.5 left $99.25",
            "monthly:member/ada member/ada limit $50 spent $0 held $0 left $50",
            "daily:each member member/ada limit $5 spent $0 held $0 left $5",
            "monthly:each member member/bob limit $20 spent $0.25 held $0.5 left $19.25",
            "daily:each member member/bob limit $5 spent $0.25 held $0.5 left $4.25",
            "total:feature/search feature/search limit $3 spent $0.25 held $0 left $2.75"),
        all().stream().map(BudgetsTest::text).toList());
  }

  @Test
  void windows_end_at_the_organisations_midnight_and_a_total_never_does() {
    assertEquals(
        List.of(
            Optional.of(Instant.parse("2026-11-30T23:00:00Z")),
            Optional.of(Instant.parse("2026-11-30T23:00:00Z")),
            Optional.of(Instant.parse("2026-11-24T23:00:00Z")),
            Optional.empty()),
        all().stream().map(BudgetRow::resetsAt).toList());
  }

  @Test
  void a_name_too_long_for_a_key_is_shown_in_full() {
    String name = "a-member-whose-name-does-not-fit-into-forty-bytes";
    till.settled(Till.who(name, "bot", "chat"), "gpt-5.5", "0.25");
    var scope = new Scope(ScopeKind.MEMBER, name);
    assertEquals(2, all().stream().filter(row -> row.scope().equals(scope)).count());
    assertEquals(
        Usd.parse("0.25"),
        budgets.of(scope, name, till.configuration(), now.get()).getFirst().spent());
  }

  @Test
  void parts_show_every_account_once() {
    for (int i = 0; i < 20; i++) {
      till.settled(Till.who("m" + i, "bot", "chat"), "gpt-5.5", "0.01");
    }
    var rows = new ArrayList<BudgetRow>();
    Optional<String> next = Optional.of("");
    for (int i = 0; i < 50 && next.isPresent(); i++) {
      Budgets.Part part = budgets.part(till.configuration(), List.of(), next.get(), 3, now.get());
      rows.addAll(part.rows());
      next = part.next();
    }
    assertEquals(all(), rows);
    assertEquals(44, rows.size());
  }
}
