package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.ledger.Bucket;
import io.tollgate.policy.Objection.Ground;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesTest {
  private static final Bucket BUCKET = Bucket.of(Instant.parse("2026-11-24T12:00:00Z"), 5);
  private static final Attribution ADA =
      new Attribution("ada", "support-bot", "research", "search", "key_1", Optional.of("run-7"));
  private static final Attribution BOB =
      new Attribution("bob", "unallocated", "sales", "unallocated", "key_2", Optional.empty());

  @ParameterizedTest
  @CsvSource({
    "openai/*,openai,gpt-5.5,gpt-5.5,true",
    "openai/*,openrouter,openai/gpt-5.5,openai/gpt-5.5,false",
    "openai/gpt-5.?,openai,gpt-5.5,gpt-5.5,true",
    "openai/gpt-5.?,openai,gpt-5.55,gpt-5.55,false",
    "openai/gpt-5.5,openai,gpt-5.5,gpt-5.5-2026-10-01,true",
    "openai/gpt-5.5-2026-10-01,openai,gpt-5.5,gpt-5.5-2026-10-01,true",
    "openai/gpt-5.5-2026-10-01,openai,gpt-5.5,gpt-5.5,false",
    "*mini*,openai,ft:gpt-5.5-pro,ft:gpt-5.5-pro:acme:mini:1,false",
    "OpenAI/GPT-5.5,openai,gpt-5.5,gpt-5.5,true",
    "*-haiku-*,anthropic,claude-haiku-5,claude-haiku-5,true",
    "gpt-5*,azure,gpt-5.5,gpt-5.5,true",
    "gpt-5,azure,gpt-5.5,gpt-5.5,false",
    "*,house,llama-4,llama-4,true"
  })
  void a_model_is_allowed_by_its_name_in_the_books_or_by_the_full_name_that_was_called(
      String pattern, String provider, String model, String called, boolean allowed) {
    Policies policies = policies("{models: ['%s'], of: workspace}".formatted(pattern));
    var call = new Candidate(BOB, provider, model, called, "");
    assertThat(objection(policies, call).isEmpty()).isEqualTo(allowed);
  }

  @Test
  void a_model_that_is_not_allowed_is_refused_with_the_policy_and_what_it_allows() {
    Policies policies =
        policies("{models: [openai/*, anthropic/claude-haiku-*], of: department/sales}");
    Objection objection = objection(policies, called(BOB, "anthropic", "opus")).orElseThrow();
    assertThat(objection.ground()).isEqualTo(Ground.MODEL_NOT_ALLOWED);
    assertThat(objection.policy()).isEqualTo("models:department/sales");
    assertThat(objection.scope().toString()).isEqualTo("department/sales");
    assertThat(objection.why())
        .isEqualTo(
            "The call asks for anthropic/opus, which 'models:department/sales' does not allow; it"
                + " allows openai/*, anthropic/claude-haiku-*.");
    assertThat(objection(policies, called(ADA, "anthropic", "opus"))).isEmpty();
  }

  @Test
  void an_alias_of_a_denied_model_is_denied_and_what_is_denied_is_not_allowed_again() {
    Policies policies = policies("{models: [openai/*], deny_models: ['*-pro'], of: each member}");
    assertThat(objection(policies, new Candidate(BOB, "openai", "gpt-5-pro", "gpt-5-pro-x", "")))
        .map(Objection::why)
        .contains(
            "The call asks for openai/gpt-5-pro-x, which 'models:each member' denies: *-pro.");
    assertThat(objection(policies, called(BOB, "openai", "gpt-5"))).isEmpty();
  }

  @Test
  void a_list_of_one_owner_replaces_that_of_each_and_leaves_the_other_kinds_in_force() {
    Policies policies =
        policies(
            "{models: [openai/*], of: each member}",
            "{deny_models: [openai/gpt-5-pro], of: each member}",
            "{models: [house/*, openai/gpt-5-pro], of: member/ada}");
    assertThat(objection(policies, called(ADA, "house", "llama-4"))).isEmpty();
    assertThat(objection(policies, called(ADA, "openai", "gpt-5"))).isPresent();
    assertThat(objection(policies, called(ADA, "openai", "gpt-5-pro")))
        .map(Objection::policy)
        .contains("deny_models:each member");
    assertThat(objection(policies, called(BOB, "house", "llama-4"))).isPresent();
  }

  @Test
  void an_empty_list_of_what_is_denied_frees_its_owner_from_that_of_each() {
    Policies policies =
        policies("{deny_models: ['*'], of: each member}", "{deny_models: [], of: member/ada}");
    assertThat(objection(policies, called(ADA, "openai", "gpt-5"))).isEmpty();
    assertThat(objection(policies, called(BOB, "openai", "gpt-5"))).isPresent();
  }

  @Test
  void all_scopes_of_a_call_must_allow_it() {
    Policies policies =
        policies("{models: [openai/*], of: workspace}", "{models: [house/*], of: member/ada}");
    assertThat(objection(policies, called(ADA, "openai", "gpt-5")))
        .map(Objection::policy)
        .contains("models:member/ada");
    assertThat(objection(policies, called(ADA, "house", "llama-4")))
        .map(Objection::policy)
        .contains("models:workspace");
  }

  @Test
  void a_department_reaches_only_its_providers() {
    Policies policies = policies("{providers: [openai, 'bed*'], of: department/sales}");
    assertThat(objection(policies, called(BOB, "bedrock", "nova"))).isEmpty();
    assertThat(objection(policies, called(BOB, "house", "llama-4")))
        .map(Objection::why)
        .contains(
            "The call goes to house, which 'providers:department/sales' does not allow; it allows"
                + " openai, bed*.");
  }

  @Test
  void a_key_is_meant_by_its_name_or_its_id_and_a_provider_and_a_model_by_theirs() {
    Policies policies =
        policies(
            "{require: [agent], of: key/laptop}",
            "{require: [feature], of: provider/openai}",
            "{require: [member], of: model/openai/gpt-5}");
    var nobody =
        new Attribution(
            "unallocated", "bot", "unallocated", "unallocated", "key_2", Optional.empty());
    assertThat(objection(policies, called(nobody, "house", "llama-4"))).isEmpty();
    assertThat(objection(policies, called(nobody, "openai", "gpt-4")))
        .map(Objection::policy)
        .contains("require:provider/openai");
    assertThat(objection(policies, called(BOB, "openai", "gpt-5")))
        .map(Objection::policy)
        .contains("require:provider/openai");
    assertThat(policies.rules(BOB, "laptop", "house", "llama-4").rules())
        .extracting(Policy::id)
        .containsExactly("require:key/laptop");
  }

  @Test
  void a_dimension_that_is_required_and_that_nobody_named_is_said_with_its_header() {
    Policies policies = policies("{require: [feature, agent], of: each key}");
    Objection objection = objection(policies, called(BOB, "openai", "gpt-5")).orElseThrow();
    assertThat(objection.ground()).isEqualTo(Ground.ATTRIBUTION_REQUIRED);
    assertThat(objection.field()).isEqualTo("agent");
    assertThat(objection.why())
        .isEqualTo(
            "'require:each key' requires that a call names its agent, and this one does not; send"
                + " the header Tollgate-Agent.");
    assertThat(objection(policies, called(ADA, "openai", "gpt-5"))).isEmpty();
  }

  @Test
  void unknown_fields_pass_unless_a_policy_refuses_them_and_one_of_an_owner_lets_them_pass_again() {
    Policies policies =
        policies(
            "{unknown_fields: refuse, of: each member}", "{unknown_fields: pass, of: member/ada}");
    var strange = new Candidate(BOB, "openai", "gpt-5", "gpt-5", "temprature");
    assertThat(objection(policies, strange))
        .map(Objection::why)
        .contains(
            "`temprature` is no field of such a request, and 'unknown_fields:each member' lets none"
                + " pass.");
    assertThat(objection(policies, new Candidate(ADA, "openai", "gpt-5", "gpt-5", "temprature")))
        .isEmpty();
    assertThat(objection(policies, called(BOB, "openai", "gpt-5"))).isEmpty();
  }

  @Test
  void the_gravest_of_several_objections_is_said() {
    Policies policies =
        policies(
            "{unknown_fields: refuse, of: workspace}",
            "{require: [feature], of: workspace}",
            "{providers: [openai], of: each member}");
    assertThat(objection(policies, new Candidate(BOB, "house", "m", "m", "x")))
        .map(Objection::ground)
        .contains(Ground.MODEL_NOT_ALLOWED);
    assertThat(objection(policies, new Candidate(BOB, "openai", "m", "m", "x")))
        .map(Objection::ground)
        .contains(Ground.ATTRIBUTION_REQUIRED);
  }

  @Test
  void of_several_output_caps_the_lowest_counts() {
    Policies policies =
        policies(
            "{max_output_tokens: 4096, default_output_tokens: 2048, of: workspace}",
            "{default_output_tokens: 512, of: each member}",
            "{default_output_tokens: 1024, of: member/ada}",
            "{max_output_tokens: 256, of: model/openai/gpt-5}");
    OutputCap ada = cap(policies, ADA, "gpt-4");
    assertThat(ada.usual()).hasValue(1024);
    assertThat(ada.most()).hasValue(4096);
    assertThat(cap(policies, BOB, "gpt-4").usual()).hasValue(512);
    assertThat(cap(policies, BOB, "gpt-5").most()).hasValue(256);
  }

  @Test
  void without_such_policies_nothing_is_said_and_nothing_made() {
    Policies policies = policies("{budget: total, of: each member, limit_usd: 1}");
    assertThat(policies.rules(ADA, "laptop", "openai", "gpt-5")).isSameAs(Rules.NONE);
    assertThat(policies.suspension(ADA)).isEmpty();
  }

  @Test
  void rules_neither_hold_nor_book_an_account() {
    Policies without = policies("{budget: total, of: workspace, limit_usd: 1}");
    Policies with =
        policies(
            "{budget: total, of: workspace, limit_usd: 1}",
            "{models: ['*'], of: each member}",
            "{schedule: '00:00-24:00', of: each agent}",
            "{max_output_tokens: 5, of: each provider}",
            "{require: [], of: each model}");
    assertThat(with.holds(ADA, "openai", "gpt-5", BUCKET))
        .isEqualTo(without.holds(ADA, "openai", "gpt-5", BUCKET));
    assertThat(with.booked(ADA)).isEqualTo(without.booked(ADA));
  }

  @Test
  void whoever_is_suspended_is_named_the_widest_first() {
    Policies policies =
        ConfigurationFileTest.parsed(
                """
                departments: {sales: {suspended: true}, research: {}}
                members: {ada: {}, bob: {suspended: true}}
                agents: {support-bot: {suspended: true}}
                """)
            .policies();
    Objection bob = policies.suspension(BOB).orElseThrow();
    assertThat(bob.policy()).isEqualTo("suspended:department/sales");
    assertThat(bob.scope().toString()).isEqualTo("department/sales");
    assertThat(bob.ground()).isEqualTo(Ground.SUSPENDED);
    assertThat(bob.why()).startsWith("The department 'sales' is suspended; ");
    assertThat(policies.suspension(ADA).orElseThrow().policy())
        .isEqualTo("suspended:agent/support-bot");
    Policies all = ConfigurationFileTest.parsed("suspended: true").policies();
    assertThat(all.suspension(BOB).orElseThrow().policy()).isEqualTo("suspended:workspace");
  }

  private static Candidate called(Attribution who, String provider, String model) {
    return new Candidate(who, provider, model, model, "");
  }

  private static Optional<Objection> objection(Policies policies, Candidate call) {
    return policies.rules(call.who(), "desktop", call.provider(), call.model()).objection(call);
  }

  private static OutputCap cap(Policies policies, Attribution who, String model) {
    return policies.rules(who, "desktop", "openai", model).cap();
  }

  private static Policies policies(String... policies) {
    String file =
        List.of(policies).stream().collect(Collectors.joining("\n  - ", "policies:\n  - ", "\n"));
    return ConfigurationFileTest.parsed(file).policies();
  }
}
