package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Slots;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PoliciesTest {
  private static final Bucket BUCKET = Bucket.of(Instant.parse("2026-11-24T12:00:00Z"), 5);
  private static final Attribution ADA =
      new Attribution("ada", "support-bot", "research", "search", "key_1", Optional.of("run-7"));
  private static final Attribution BOB =
      new Attribution("bob", "other-bot", "sales", "unallocated", "key_2", Optional.empty());

  @Test
  void the_example_holds_one_account_for_each_limited_scope_in_the_order_of_the_kinds() {
    Policies policies = ConfigurationFileTest.parsed(ConfigurationFileTest.ACME).policies();
    assertThat(policies.holds(ADA, "openai", "gpt-5.5", BUCKET))
        .containsExactly(
            hold(Scope.WORKSPACE, month(5000, "monthly:workspace"), day(400, "daily:workspace")),
            hold(scope(ScopeKind.MEMBER, "ada"), month(900, "monthly:member/ada")),
            new Hold(
                scope(ScopeKind.AGENT, "support-bot"),
                List.of(day(20, "daily:each agent")),
                List.of(new Slots(20, "concurrency:each agent", Mode.HARD)),
                List.of()),
            hold(scope(ScopeKind.FEATURE, "search"), month(300, "monthly:feature/search")),
            new Hold(
                scope(ScopeKind.KEY, "key_1"),
                List.of(),
                List.of(),
                List.of(
                    new Pace(Pace.Resource.REQUESTS, 'm', 600, 60, "rate:each key"),
                    new Pace(Pace.Resource.TOKENS, 'm', 200_000, 200_000, "rate:each key"))),
            hold(
                scope(ScopeKind.SESSION, "run-7"),
                new Ceiling(Period.TOTAL, usd(5), "total:each session")));
    assertThat(policies.booked(ADA)).containsExactly(scope(ScopeKind.DEPARTMENT, "research"));
  }

  @Test
  void a_call_passes_uncounted_only_if_every_limit_that_speaks_of_it_says_so() {
    String open = "unavailable: open}\n";
    String rate = "  - {rate: 600/min, of: each key, " + open;
    String budget = "  - {budget: daily, of: workspace, limit_usd: 9, " + open;
    assertThat(passesUncounted(rate + budget)).isTrue();
    assertThat(passesUncounted(rate)).isTrue();
    // Of the rate that every key has unless the file says otherwise.
    assertThat(passesUncounted(budget)).isFalse();
    assertThat(passesUncounted(rate + budget + "  - {rate: 1/s, of: member/ada}\n")).isFalse();
    assertThat(passesUncounted(rate + "  - {budget: total, of: each agent, limit_usd: 1}\n"))
        .isFalse();
    assertThat(passesUncounted(rate + "  - {concurrency: 5, of: model/openai/gpt}\n")).isFalse();
    // These do not speak of the call.
    assertThat(passesUncounted(rate + "  - {concurrency: 5, of: model/openai/other}\n")).isTrue();
    assertThat(passesUncounted(rate + "  - {budget: total, of: member/bob, limit_usd: 1}\n"))
        .isTrue();
  }

  private static boolean passesUncounted(String policies) {
    return ConfigurationFileTest.parsed("organisation: acme\npolicies:\n" + policies)
        .policies()
        .letThroughUncounted(ADA, "laptop", "openai", "gpt");
  }

  @Test
  void a_call_without_a_price_passes_if_a_budget_says_conservative_and_each_hard_one_does() {
    String conservative = "  - {budget: daily, of: workspace, limit_usd: 9, unpriced: conservative";
    assertThat(passesUnpriced("  - {rate: 600/min, of: each key}\n")).isFalse();
    assertThat(passesUnpriced(conservative + "}\n")).isTrue();
    String ofHers = "  - {budget: total, of: member/ada, limit_usd: 1";
    assertThat(passesUnpriced(conservative + "}\n" + ofHers + "}\n")).isFalse();
    assertThat(passesUnpriced(conservative + "}\n" + ofHers + ", unpriced: deny}\n")).isFalse();
    assertThat(passesUnpriced(conservative + "}\n" + ofHers + ", unpriced: conservative}\n"))
        .isTrue();
    // A soft one refuses nothing, but its word lets through; a shadow's does not.
    assertThat(passesUnpriced(conservative + "}\n" + ofHers + ", mode: soft}\n")).isTrue();
    assertThat(passesUnpriced(ofHers + ", mode: soft}\n")).isFalse();
    assertThat(passesUnpriced(conservative + ", mode: soft}\n")).isTrue();
    assertThat(passesUnpriced(conservative + ", mode: shadow}\n")).isFalse();
    // This one does not speak of the call.
    assertThat(
            passesUnpriced(conservative + "}\n  - {budget: total, of: member/bob, limit_usd: 1}\n"))
        .isTrue();
  }

  private static boolean passesUnpriced(String policies) {
    return ConfigurationFileTest.parsed("organisation: acme\npolicies:\n" + policies)
        .policies()
        .letThroughUnpriced(ADA, "laptop", "openai", "gpt");
  }

  @Test
  void a_call_without_a_session_neither_holds_nor_books_one() {
    Policies policies = ConfigurationFileTest.parsed(ConfigurationFileTest.ACME).policies();
    assertThat(policies.holds(BOB, "openai", "gpt-5.5", BUCKET))
        .extracting(hold -> hold.scope().toString())
        .containsExactly(
            "workspace", "member/bob", "agent/other-bot", "department/sales", "key/key_2");
    assertThat(policies.booked(BOB)).containsExactly(scope(ScopeKind.FEATURE, "unallocated"));
  }

  @Test
  void without_policies_only_the_default_rate_of_each_key_is_held_and_all_else_is_booked() {
    Policies none = Policies.of(List.of());
    assertThat(none.holds(ADA, "openai", "gpt-5.5", BUCKET))
        .containsExactly(
            new Hold(
                scope(ScopeKind.KEY, "key_1"),
                List.of(),
                List.of(),
                List.of(new Pace(Pace.Resource.REQUESTS, 'm', 100, 100, "rate:each key"))));
    assertThat(none.booked(ADA))
        .extracting(Scope::toString)
        .containsExactly(
            "workspace",
            "member/ada",
            "agent/support-bot",
            "department/research",
            "feature/search",
            "session/run-7");
  }

  @Test
  void a_rate_of_one_key_replaces_the_default_for_that_key_by_its_name_or_its_id() {
    Policies policies = policies("{rate: 5/s, of: key/laptop}", "{rate: 7/s, of: key/key_9}");
    assertThat(requestsPerUnit(policies, ADA, "laptop")).containsExactly(5L);
    assertThat(requestsPerUnit(policies, ADA, "desktop")).containsExactly(100L);
    Attribution nine = new Attribution("a", "b", "c", "d", "key_9", Optional.empty());
    assertThat(requestsPerUnit(policies, nine, "laptop")).containsExactly(7L);
  }

  @Test
  void a_budget_of_each_key_leaves_the_default_rate_on() {
    Policies policies = policies("{budget: total, of: each key, limit_usd: 1}");
    assertThat(requestsPerUnit(policies, ADA, "laptop")).containsExactly(100L);
  }

  @Test
  void a_specific_policy_replaces_each_only_in_its_own_kind() {
    Policies policies =
        policies(
            "{budget: monthly, of: each member, limit_usd: 200}",
            "{budget: daily, of: each member, limit_usd: 20}",
            "{concurrency: 4, of: each member}",
            "{budget: monthly, of: member/ada, limit_usd: 900}");
    Hold ada = policies.hold(scope(ScopeKind.MEMBER, "ada"), "ada", BUCKET).orElseThrow();
    assertThat(ada.ceilings())
        .containsExactly(month(900, "monthly:member/ada"), day(20, "daily:each member"));
    assertThat(ada.slots()).containsExactly(new Slots(4, "concurrency:each member", Mode.HARD));
  }

  @Test
  void two_limits_on_one_window_are_both_held_and_so_are_two_concurrencies() {
    Policies policies =
        policies(
            "{budget: total, of: workspace, limit_usd: 5}",
            "{budget: total, of: workspace, limit_usd: 3, id: tight}",
            "{concurrency: 9, of: workspace}",
            "{concurrency: 2, of: workspace, id: few}");
    Hold workspace = policies.holds(BOB, "p", "m", BUCKET).getFirst();
    assertThat(workspace.ceilings())
        .extracting(Ceiling::policy)
        .containsExactly("total:workspace", "tight");
    assertThat(workspace.slots())
        .containsExactly(
            new Slots(9, "concurrency:workspace", Mode.HARD), new Slots(2, "few", Mode.HARD));
  }

  @Test
  void the_mode_of_a_limit_travels_with_it_and_a_scope_of_soft_limits_is_held() {
    Policies policies =
        policies(
            "{budget: total, of: workspace, limit_usd: 5, mode: soft}",
            "{concurrency: 9, of: workspace, mode: shadow}",
            "{rate: 7/s, of: each key, mode: soft}");
    List<Hold> holds = policies.holds(BOB, "p", "m", BUCKET);
    Hold workspace = holds.getFirst();
    assertThat(workspace.ceilings()).extracting(Ceiling::mode).containsExactly(Mode.SOFT);
    assertThat(workspace.slots()).extracting(Slots::mode).containsExactly(Mode.SHADOW);
    assertThat(workspace.hasHardCeiling()).isFalse();
    assertThat(holds.getLast().paces())
        .containsExactly(new Pace(Pace.Resource.REQUESTS, 's', 7, 7, "rate:each key", Mode.SOFT));
  }

  @Test
  void a_provider_and_a_model_are_held_only_if_a_policy_speaks_of_them_and_never_booked() {
    Policies policies =
        policies(
            "{budget: daily, of: each provider, limit_usd: 9}",
            "{budget: daily, of: model/openai/gpt-5.5, limit_usd: 3}");
    assertThat(policies.holds(BOB, "openai", "gpt-5.5", BUCKET))
        .extracting(hold -> hold.scope().toString())
        .containsExactly("key/key_2", "provider/openai", "model/openai/gpt-5.5");
    assertThat(policies.holds(BOB, "house", "llama-4", BUCKET))
        .extracting(hold -> hold.scope().toString())
        .containsExactly("key/key_2", "provider/house");
    assertThat(policies.booked(BOB))
        .extracting(Scope::kind)
        .doesNotContain(ScopeKind.PROVIDER, ScopeKind.MODEL);
  }

  @Test
  void one_name_in_two_dimensions_is_two_accounts() {
    Policies policies = policies("{budget: total, of: agent/ada, limit_usd: 1}");
    Attribution both = new Attribution("ada", "ada", "ada", "ada", "key_1", Optional.empty());
    assertThat(policies.holds(both, "p", "m", BUCKET))
        .filteredOn(hold -> !hold.ceilings().isEmpty())
        .extracting(hold -> hold.scope().toString())
        .containsExactly("agent/ada");
  }

  @Test
  void ten_thousand_members_with_limits_of_their_own_each_meet_theirs() {
    String file =
        IntStream.range(0, 10_000)
            .mapToObj(i -> "  - {budget: monthly, of: member/m%d, limit_usd: %d}".formatted(i, i))
            .collect(Collectors.joining("\n", "policies:\n", "\n"));
    Policies policies = ConfigurationFileTest.parsed(file).policies();
    Attribution last = new Attribution("m9999", "a", "d", "f", "k", Optional.empty());
    assertThat(policies.holds(last, "p", "m", BUCKET).getFirst().ceilings())
        .containsExactly(month(9999, "monthly:member/m9999"));
  }

  private static Policies policies(String... policies) {
    String file =
        java.util.Arrays.stream(policies)
            .collect(Collectors.joining("\n  - ", "policies:\n  - ", "\n"));
    return ConfigurationFileTest.parsed(file).policies();
  }

  private static List<Long> requestsPerUnit(Policies policies, Attribution who, String keyName) {
    return policies.holds(who, keyName, "p", "m", BUCKET).stream()
        .filter(hold -> hold.scope().kind() == ScopeKind.KEY)
        .flatMap(hold -> hold.paces().stream())
        .map(Pace::perUnit)
        .toList();
  }

  private static Hold hold(Scope scope, Ceiling... ceilings) {
    return new Hold(scope, List.of(ceilings), List.of(), List.of());
  }

  private static Scope scope(ScopeKind kind, String name) {
    return new Scope(kind, name);
  }

  private static Ceiling month(int dollars, String policy) {
    return new Ceiling(Period.MONTH, usd(dollars), policy);
  }

  private static Ceiling day(int dollars, String policy) {
    return new Ceiling(Period.DAY, usd(dollars), policy);
  }

  private static Usd usd(int dollars) {
    return Usd.parse(Integer.toString(dollars));
  }
}
