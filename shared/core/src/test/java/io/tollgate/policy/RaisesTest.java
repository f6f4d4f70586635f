package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RaisesTest {
  private static final Instant FROM = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-24T18:00:00Z");
  private static final String EACH = "monthly:each member";

  private static final Policies POLICIES =
      ConfigurationFileTest.parsed(
              """
              policies:
                - {budget: monthly, of: workspace, limit_usd: 1000}
                - {budget: monthly, of: each member, limit_usd: 20}
                - {budget: daily, of: each member, limit_usd: 5}
                - {budget: monthly, of: member/eve, limit_usd: 30}
                - {budget: daily, of: each key, limit_usd: 7}
                - {concurrency: 9, of: each member}
              """)
          .policies();

  private static Raise raise(String policy, String owner, Raise.Size size) {
    Optional<Scope> scope =
        owner.isEmpty()
            ? Optional.empty()
            : Optional.of(((Target.One) Target.parse(owner)).scope());
    return new Raise(policy, scope, size, FROM, UNTIL, "launch week", "admin_1");
  }

  private static Raise.Size to(String dollars) {
    return new Raise.Size.To(Usd.parse(dollars));
  }

  private static Raise.Size by(String dollars) {
    return new Raise.Size.By(Usd.parse(dollars));
  }

  private static Policies raised(Raise... raises) {
    return POLICIES.under(new Raises(List.of(raises)));
  }

  private static Bucket at(String time) {
    return Bucket.of(Instant.parse("2026-11-24T" + time + "Z"), 5);
  }

  private static String limit(Policies policies, String policy, String member, Bucket bucket) {
    var who = new Attribution(member, "bot", "sales", "search", "key_1", Optional.empty());
    return policies.holds(who, "laptop", "p", "m", bucket).stream()
        .flatMap(hold -> hold.ceilings().stream())
        .filter(ceiling -> ceiling.policy().equals(policy))
        .map(ceiling -> ceiling.limit().plain())
        .findFirst()
        .orElse("none");
  }

  private static String limit(Policies policies, String member, Bucket bucket) {
    return limit(policies, EACH, member, bucket);
  }

  @Test
  void a_raise_begins_with_a_bucket_and_ends_with_the_first_that_does_not_start_before_its_end() {
    Policies policies = raised(raise(EACH, "", to("50")));
    assertThat(limit(policies, "ada", at("11:59:59"))).isEqualTo("20");
    assertThat(limit(policies, "ada", at("12:00:00"))).isEqualTo("50");
    assertThat(limit(policies, "ada", at("12:04:59"))).isEqualTo("50");
    assertThat(limit(policies, "ada", at("17:55:00"))).isEqualTo("50");
    assertThat(limit(policies, "ada", at("17:59:59"))).isEqualTo("50");
    assertThat(limit(policies, "ada", at("18:00:00"))).isEqualTo("20");
  }

  @Test
  void all_calls_of_the_bucket_in_which_a_raise_ends_have_one_limit() {
    var ends = Instant.parse("2026-11-24T12:02:00Z");
    var raise = new Raise(EACH, Optional.empty(), to("50"), FROM, ends, "a test", "admin_1");
    assertThat(limit(raised(raise), "ada", at("12:01:59"))).isEqualTo("50");
    assertThat(limit(raised(raise), "ada", at("12:04:59"))).isEqualTo("50");
    assertThat(limit(raised(raise), "ada", at("12:05:00"))).isEqualTo("20");
  }

  @Test
  void nothing_but_the_limit_of_that_policy_is_raised() {
    Bucket bucket = at("12:00:00");
    Scope ada = new Scope(ScopeKind.MEMBER, "ada");
    Hold without = POLICIES.hold(ada, "ada", bucket).orElseThrow();
    Hold with = raised(raise(EACH, "", to("50"))).hold(ada, "ada", bucket).orElseThrow();
    List<Ceiling> ceilings = new ArrayList<>();
    without
        .ceilings()
        .forEach(ceiling ->
            ceilings.add(
                ceiling.policy().equals(EACH) ? ceiling.limitedTo(Usd.parse("50")) : ceiling));
    assertThat(with).isEqualTo(without.under(ceilings)).isNotEqualTo(without);
  }

  @Test
  void a_raise_of_one_owner_is_theirs_alone() {
    Policies policies = raised(raise(EACH, "member/ada", by("7.5")));
    assertThat(limit(policies, "ada", at("13:00:00"))).isEqualTo("27.5");
    assertThat(limit(policies, "bob", at("13:00:00"))).isEqualTo("20");
  }

  @Test
  void a_key_is_meant_by_its_name_or_its_id() {
    String daily = "daily:each key";
    for (String owner : List.of("key/laptop", "key/key_1", "")) {
      assertThat(limit(raised(raise(daily, owner, by("1"))), daily, "ada", at("13:00:00")))
          .isEqualTo("8");
    }
    assertThat(limit(raised(raise(daily, "key/desk", by("1"))), daily, "ada", at("13:00:00")))
        .isEqualTo("7");
  }

  @Test
  void a_raise_of_each_is_not_that_of_an_owner_whose_own_policy_replaces_it() {
    Policies policies = raised(raise(EACH, "", to("50")), raise("monthly:member/eve", "", by("1")));
    assertThat(limit(policies, EACH, "eve", at("13:00:00"))).isEqualTo("none");
    assertThat(limit(policies, "monthly:member/eve", "eve", at("13:00:00"))).isEqualTo("31");
  }

  @Test
  void of_several_raises_the_one_that_gives_most_decides_and_they_are_not_added_up() {
    Policies policies =
        raised(
            raise(EACH, "", to("50")),
            raise(EACH, "", by("10")),
            raise(EACH, "member/ada", by("40")),
            raise(EACH, "member/ada", by("40")));
    assertThat(limit(policies, "ada", at("13:00:00"))).isEqualTo("60");
    assertThat(limit(policies, "bob", at("13:00:00"))).isEqualTo("50");
  }

  @Test
  void a_raise_never_lowers_what_the_file_allows_by_now() {
    Policies policies = raised(raise(EACH, "", to("15")));
    assertThat(limit(policies, "ada", at("13:00:00"))).isEqualTo("20");
    assertThat(policies.raised(new Scope(ScopeKind.MEMBER, "ada"), "ada", EACH, at("13:00:00")))
        .isEmpty();
  }

  @Test
  void a_raise_of_a_policy_that_is_gone_or_no_budget_raises_nothing() {
    Policies policies =
        raised(raise("monthly:gone", "", by("1")), raise("concurrency:each member", "", by("1")));
    Scope ada = new Scope(ScopeKind.MEMBER, "ada");
    assertThat(policies.hold(ada, "ada", at("13:00:00")))
        .isEqualTo(POLICIES.hold(ada, "ada", at("13:00:00")));
  }

  @Test
  void what_is_raised_says_by_how_much_why_and_until_when() {
    Raise more = raise(EACH, "", to("60"));
    Policies policies = raised(raise(EACH, "", to("50")), more);
    Scope ada = new Scope(ScopeKind.MEMBER, "ada");
    assertThat(policies.raised(ada, "ada", EACH, at("13:00:00")))
        .contains(new RaisedLimit(Usd.parse("60"), Usd.parse("20"), more));
    assertThat(policies.raised(ada, "ada", EACH, at("18:00:00"))).isEmpty();
    assertThat(policies.raised(ada, "ada", "daily:each member", at("13:00:00"))).isEmpty();
  }

  @Test
  void raises_are_kept_for_forty_days_after_their_end() {
    var raises = new Raises(List.of(raise(EACH, "", to("50"))));
    Instant forgotten = UNTIL.plus(Duration.ofDays(40));
    assertThat(raises.keptAt(forgotten.minusSeconds(1))).isEqualTo(raises);
    assertThat(raises.keptAt(forgotten)).isEqualTo(Raises.NONE);
  }

  @Test
  void ended_raises_make_room_the_longest_ended_first_and_those_in_force_do_not() {
    var raises = Raises.NONE;
    for (int i = 0; i < Raises.MOST; i++) {
      Instant until = UNTIL.plus(Duration.ofHours(i));
      var raise = new Raise(EACH, Optional.empty(), by("1"), FROM, until, "no. " + i, "admin_1");
      raises = raises.with(raise, FROM).orElseThrow();
    }
    Raise last = raise(EACH, "", by("2"));
    assertThat(raises.with(last, UNTIL.minusSeconds(1))).isEmpty();
    List<Raise> kept = raises.with(last, UNTIL).orElseThrow().all();
    assertThat(kept).hasSize(Raises.MOST).endsWith(last);
    assertThat(kept.getFirst().reason()).isEqualTo("no. 1");
  }
}
