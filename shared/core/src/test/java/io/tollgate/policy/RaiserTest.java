package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Fault;
import io.tollgate.key.LossyTable;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.money.Usd;
import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RaiserTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:03:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-24T18:00:00Z");
  private static final Bucket BUCKET = Bucket.of(NOW, 5);
  private static final Change BY_ADA = new Change("admin_0123456789", NOW);
  private static final String EACH = "monthly:each member";

  private static final String FILE =
      """
      organisation: acme
      policies:
        - {budget: monthly, of: workspace, limit_usd: 1000}
        - {budget: monthly, of: each member, limit_usd: 20}
        - {budget: monthly, of: member/eve, limit_usd: 30}
        - {budget: daily, of: each key, limit_usd: 7}
        - {budget: daily, of: key/laptop, limit_usd: 8}
        - {rate: 600/min, of: each key}
      """;

  private final Table table = new EmbeddedTable(InstantSource.fixed(NOW));
  private final PolicyStore store = new PolicyStore(table);
  private final Raiser raiser = new Raiser(table);

  @BeforeEach
  void started() {
    store.start(FILE, NOW.minusSeconds(60));
  }

  private static RaiseForm.Wanted wanted(String more, String... owner) {
    Optional<Scope> scope =
        List.of(owner).stream().map(one -> ((Target.One) Target.parse(one)).scope()).findFirst();
    return new RaiseForm.Wanted(
        scope, new Raise.Size.By(Usd.parse(more)), UNTIL, "launch \"week\" – ☀");
  }

  private Raised raise(String policy, RaiseForm.Wanted wanted) {
    return raise(raiser, policy, wanted);
  }

  private static Raised raise(Raiser raiser, String policy, RaiseForm.Wanted wanted) {
    return raiser.raise(policy, wanted, wanted.owner().map(Scope::name).orElse(""), BUCKET, BY_ADA);
  }

  private String limit(String member) {
    return limit(store.current(store.head()), member);
  }

  private static String limit(Configuration configuration, String member) {
    return configuration
        .policies()
        .hold(new Scope(ScopeKind.MEMBER, member), member, BUCKET)
        .map(Hold::ceilings)
        .map(List::getFirst)
        .map(Ceiling::limit)
        .map(Usd::plain)
        .orElseThrow();
  }

  @Test
  void a_raise_is_the_next_version_with_the_same_text_and_says_who_made_it_and_when() {
    var made = (Raised.InForce) raise(EACH, wanted("5"));
    assertThat(made.version()).isEqualTo(2);
    assertThat(made.limit()).isEqualTo(Usd.parse("25"));
    assertThat(made.without()).isEqualTo(Usd.parse("20"));
    assertThat(made.raise().from()).isEqualTo("2026-11-24T12:00:00Z");
    assertThat(made.raise().by()).isEqualTo("admin_0123456789");
    assertThat(store.inForce())
        .contains(
            new PolicyStore.InForce(
                2, FILE, new Raises(List.of(made.raise())), Optional.of(BY_ADA)));
    assertThat(store.current(store.head()).version()).isEqualTo(2);
    assertThat(limit("ada")).isEqualTo("25");
  }

  @Test
  void the_stored_spelling_of_raises_is_frozen() {
    raise(EACH, wanted("5", "member/ada"));
    String hash = store.head().file();
    Item item = table.get(new Key("C#2", hash + "#0")).orEmpty();
    assertThat(item.text("raises"))
        .contains(
            "[{\"policy\":\"monthly:each member\",\"scope\":\"member/ada\",\"add_usd\":\"5\","
                + "\"from\":\"2026-11-24T12:00:00Z\",\"until\":\"2026-11-24T18:00:00Z\","
                + "\"reason\":\"launch \\\"week\\\" – ☀\",\"by\":\"admin_0123456789\"}]");
    assertThat(hash).isEqualTo("db517c972ea2b064");
  }

  @Test
  void what_was_written_is_read_as_it_was() {
    var to = new Raise.Size.To(Usd.parse("0.000000000001"));
    var raises =
        new Raises(
            List.of(
                new Raise("x", Optional.empty(), to, NOW, UNTIL, "\\ 😀", "admin_1"),
                new Raise(
                    "y",
                    Optional.of(new Scope(ScopeKind.MODEL, "openai/gpt-5.5")),
                    new Raise.Size.By(Usd.parse("1000000000000")),
                    NOW,
                    UNTIL,
                    "why",
                    "admin_2"),
                new Raise("z", Optional.of(Scope.WORKSPACE), to, NOW, UNTIL, "why", "admin_3")));
    assertThat(RaisesJson.read(RaisesJson.write(raises))).isEqualTo(raises);
  }

  @Test
  void a_raise_that_a_newer_version_spelt_raises_nothing_and_the_file_is_read() {
    raise(EACH, wanted("5"));
    var key = new Key("C#2", store.head().file() + "#0");
    String newer =
        table.get(key).orEmpty().text("raises").orElseThrow().replace("\"by\"", "\"of\":1,\"by\"");
    table.write(new Write.Update(key, List.of(Action.set("raises", newer)), Condition.ALWAYS));
    assertThat(limit("ada")).isEqualTo("20");
  }

  @Test
  void a_put_and_a_start_with_another_file_carry_raises_over() {
    raise(EACH, wanted("5"));
    String put = FILE.replace("limit_usd: 20", "limit_usd: 40");
    assertThat(store.put(put, 2, BY_ADA)).isInstanceOf(Put.InForce.class);
    assertThat(limit("ada")).isEqualTo("45");
    var started = (ConfigurationFile.Parsed) store.start(FILE + "# started\n", NOW);
    assertThat(started.configuration().version()).isEqualTo(4);
    assertThat(limit(started.configuration(), "ada")).isEqualTo("25");
    assertThat(limit("ada")).isEqualTo("25");
  }

  @Test
  void the_same_file_started_or_put_again_is_the_raised_version() {
    raise(EACH, wanted("5"));
    var started = (ConfigurationFile.Parsed) store.start(FILE, NOW);
    assertThat(started.configuration().version()).isEqualTo(2);
    assertThat(limit(started.configuration(), "ada")).isEqualTo("25");
    var put = (Put.InForce) store.put(FILE, 2, BY_ADA);
    assertThat(put.configuration().version()).isEqualTo(2);
    assertThat(limit(put.configuration(), "ada")).isEqualTo("25");
    // Long after its end too: a start alone makes no version.
    Instant later = UNTIL.plus(Duration.ofDays(50));
    var again = (ConfigurationFile.Parsed) store.start(FILE, later);
    assertThat(again.configuration().version()).isEqualTo(2);
  }

  @Test
  void a_published_versions_file_carries_raises_over_and_one_that_starts_again_follows() {
    raise(EACH, wanted("5"));
    var first = new Published("proxy", 7);
    var started = (ConfigurationFile.Parsed) store.start(FILE + "# zip\n", NOW, first);
    assertThat(limit(started.configuration(), "ada")).isEqualTo("25");
    raise(EACH, wanted("6"));
    var again = (ConfigurationFile.Parsed) store.start(FILE + "# zip\n", NOW, first);
    assertThat(limit(again.configuration(), "ada")).isEqualTo("26");
  }

  @Test
  void what_ended_long_ago_is_not_carried_over_and_what_has_lost_its_policy_is() {
    raise(EACH, wanted("5"));
    String without = FILE.replace("  - {budget: monthly, of: each member, limit_usd: 20}\n", "");
    store.start(without, NOW);
    assertThat(store.current(store.head()).policies().raises().all()).hasSize(1);
    store.start(FILE, NOW);
    assertThat(limit("ada")).isEqualTo("25");
    store.start(FILE + "# later\n", UNTIL.plus(Duration.ofDays(40)));
    assertThat(store.current(store.head()).policies().raises().all()).isEmpty();
  }

  @Test
  void whoever_edited_the_file_before_a_raise_is_stale_and_takes_nothing_back() {
    raise(EACH, wanted("5"));
    assertThat(store.put(FILE + "# late\n", 1, BY_ADA)).isEqualTo(new Put.Stale(2));
    assertThat(limit("ada")).isEqualTo("25");
  }

  @Test
  void the_same_raise_in_the_same_bucket_is_there_already() {
    assertThat(raise(EACH, wanted("5"))).isEqualTo(raise(EACH, wanted("5")));
    assertThat(store.head().version()).isEqualTo(2);
    var lossy = new Raiser(new LossyTable(table));
    for (int i = 1; i <= 8; i++) {
      assertThat(raise(lossy, EACH, wanted("10." + i))).isInstanceOf(Raised.InForce.class);
      assertThat(store.current(store.head()).policies().raises().all()).hasSize(1 + i);
    }
  }

  @Test
  void of_many_who_raise_at_once_while_files_are_put_none_is_lost() throws Exception {
    try (var executor = Executors.newFixedThreadPool(4)) {
      List<Callable<Object>> writers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String more = Integer.toString(i + 1);
        writers.add(() -> raise(EACH, wanted(more, "member/m" + more)));
      }
      writers.add(() -> store.start(FILE + "# started\n", NOW));
      writers.add(() -> store.put(FILE + "# put\n", store.head().version(), BY_ADA));
      for (Future<Object> one : executor.invokeAll(writers)) {
        assertThat(one.resultNow()).isNotInstanceOf(Raised.Faulty.class);
      }
    }
    for (int i = 1; i <= 12; i++) {
      assertThat(limit("m" + i)).isEqualTo(Integer.toString(20 + i));
    }
  }

  @Test
  void an_unknown_policy_is_told_with_what_was_meant_or_what_there_is() {
    assertThat(raise("monthly:each membr", wanted("5")))
        .isEqualTo(
            new Raised.Unknown(
                "there is no policy 'monthly:each membr'; did you mean `monthly:each member`?"));
    assertThat(raise("x", wanted("5")))
        .isEqualTo(
            new Raised.Unknown(
                "there is no policy 'x'; there are budgets `monthly:workspace`, "
                    + "`monthly:each member`, `monthly:member/eve`, `daily:each key`, "
                    + "`daily:key/laptop`"));
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void what_is_no_budget_cannot_be_raised() {
    assertThat(raise("rate:each key", wanted("5")))
        .isEqualTo(faulty("id", "'rate:each key' is no budget, and only budgets can be raised"));
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void a_raise_that_would_lower_or_change_nothing_is_refused() {
    for (String limit : List.of("19.99", "20")) {
      var to = new Raise.Size.To(Usd.parse(limit));
      assertThat(raise(EACH, new RaiseForm.Wanted(Optional.empty(), to, UNTIL, "why")))
          .isEqualTo(
              faulty(
                  "limit_usd",
                  "a raise never lowers, and 'monthly:each member' allows $20 already; name more,"
                      + " or put a file with the lower limit"));
    }
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void an_owner_of_whom_the_policy_does_not_speak_is_refused() {
    assertThat(raise(EACH, wanted("5", "agent/bot")))
        .isEqualTo(
            faulty(
                "scope",
                "'monthly:each member' is the budget of each member, and agent/bot is none"));
    assertThat(raise("monthly:workspace", wanted("5", "member/ada")))
        .isEqualTo(
            faulty("scope", "'monthly:workspace' is the budget of workspace; leave `scope` out"));
    assertThat(raise(EACH, wanted("5", "member/eve")))
        .isEqualTo(
            faulty(
                "scope",
                "for member/eve 'monthly:member/eve' stands in the place of"
                    + " 'monthly:each member'; raise that"));
    assertThat(raiser.raise("daily:each key", wanted("5", "key/key_1"), "laptop", BUCKET, BY_ADA))
        .isInstanceOf(Raised.Faulty.class);
    assertThat(store.head().version()).isEqualTo(1);
    assertThat(raise("monthly:member/eve", wanted("5", "member/eve")))
        .isInstanceOf(Raised.InForce.class);
    assertThat(limit("eve")).isEqualTo("35");
  }

  @Test
  void as_many_raises_as_there_may_be_fit_beside_a_large_file_and_one_more_is_refused() {
    String id = "☀".repeat(128);
    String file =
        "policies:\n  - {budget: monthly, of: each member, limit_usd: 20, id: \"" + id + "\"}\n";
    store.start(file + "# " + "☀".repeat(120_000), NOW);
    for (int i = 0; i < Raises.MOST; i++) {
      var size = new Raise.Size.By(Usd.parse("0.000000000001").times(1 + i));
      var owner = new Scope(ScopeKind.MEMBER, "☀".repeat(128));
      assertThat(raise(id, new RaiseForm.Wanted(Optional.of(owner), size, UNTIL, "☀".repeat(200))))
          .isInstanceOf(Raised.InForce.class);
    }
    long version = store.head().version();
    assertThat(raise(id, wanted("7"))).isEqualTo(new Raised.TooMany(Raises.MOST));
    assertThat(store.head().version()).isEqualTo(version);
  }

  private static Raised.Faulty faulty(String field, String what) {
    return new Raised.Faulty(List.of(new Fault(0, field, what)));
  }
}
