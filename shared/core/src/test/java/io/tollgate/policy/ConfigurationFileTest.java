package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Scope;
import io.tollgate.catalog.ProviderSettings;
import io.tollgate.json.Fault;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationFileTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  /// The example of the documentation, without what this version refuses.
  static final String ACME =
      """
      organisation: acme
      timezone: Europe/Berlin            # default UTC

      departments:
        research: {name: Research, cost_center: "4711"}
        sales:    {name: Sales,    cost_center: "0815"}

      members:
        ada: {department: research, email: ada@example.com}
        bob: {department: sales}

      agents:
        support-bot: {department: sales, owner: bob}

      providers:
        openai:    {credential: "secret:tollgate/providers#openai"}
        house:     {dialect: openai, base_url: "https://llm.acme.internal/v1", credential: "env:HOUSE_KEY",
                    prices: {llama-4: {input: 0.20, output: 0.60, context: 128000, max_output: 8192}}}

      policies:
        - {budget: monthly, of: workspace, limit_usd: 5000}
        - {budget: daily,   of: workspace, limit_usd: 400}
        - {budget: monthly, of: each member, limit_usd: 200}
        - {budget: monthly, of: member/ada, limit_usd: 900}
        - {budget: monthly, of: department/sales, limit_usd: 1500, mode: hard}
        - {budget: daily,   of: each agent, limit_usd: 20}
        - {budget: total,   of: each session, limit_usd: 5}
        - {budget: monthly, of: feature/search, limit_usd: 300}
        - {rate: 600/min,   of: each key, tokens: 200000/min, burst: 60}
        - {concurrency: 20, of: each agent}
        - {models: [openai/*, anthropic/claude-haiku-*], of: department/sales}
        - {providers: [openai], of: department/sales}
        - {schedule: "Mon-Fri 07:00-20:00", of: department/sales}
        - {max_output_tokens: 4096, default_output_tokens: 2048, of: workspace}
        - {require: [feature], of: each key}
      """;

  @Test
  void the_example_of_the_documentation_is_valid() {
    Configuration acme = parsed(ACME);
    assertThat(acme.organisation()).isEqualTo("acme");
    assertThat(acme.offsets().zone()).isEqualTo("Europe/Berlin");
    assertThat(acme.notices()).isEmpty();
    assertThat(acme.version()).isZero();
    assertThat(acme.policies().all())
        .extracting(Policy::id)
        .containsExactly(
            "monthly:workspace",
            "daily:workspace",
            "monthly:each member",
            "monthly:member/ada",
            "monthly:department/sales",
            "daily:each agent",
            "total:each session",
            "monthly:feature/search",
            "rate:each key",
            "concurrency:each agent",
            "models:department/sales",
            "providers:department/sales",
            "schedule:department/sales",
            "max_output_tokens:workspace",
            "require:each key");
  }

  @Test
  void the_directory_keeps_the_order_of_the_file() {
    Directory directory = parsed(ACME).directory();
    assertThat(directory.members().keySet()).containsExactly("ada", "bob");
    assertThat(directory.departments().get("sales"))
        .isEqualTo(new Directory.Department(Optional.of("Sales"), Optional.of("0815"), false));
    assertThat(directory.ownerOf("support-bot")).contains("bob");
    assertThat(directory.departmentOfMember("ada")).contains("research");
    assertThat(directory.departmentOfAgent("support-bot")).contains("sales");
  }

  @Test
  void a_provider_has_its_address_and_prices_as_decimals() {
    ProviderSettings house = parsed(ACME).providers().get(1);
    assertThat(house.id()).isEqualTo("house");
    assertThat(house.dialect()).contains("openai");
    assertThat(house.baseUrl()).contains(URI.create("https://llm.acme.internal/v1"));
    assertThat(house.credential()).contains("env:HOUSE_KEY");
    assertThat(house.prices())
        .containsEntry(
            "llama-4",
            new ProviderSettings.ModelPrices(
                Map.of(Meter.INPUT, new BigDecimal("0.20"), Meter.OUTPUT, new BigDecimal("0.60")),
                Optional.of(128_000L),
                Optional.of(8_192L)));
    assertThat(house.timeouts()).isEqualTo(ProviderSettings.Timeouts.DEFAULT);
  }

  @Test
  void a_provider_and_one_of_its_models_say_how_they_bill_and_how_long_they_take() {
    ProviderSettings house =
        parsed(
                """
                providers:
                  house:
                    cancel_stops_billing: true
                    bills_errors: true
                    zero_price: priced
                    timeouts: {connect: 500ms, first_byte: 2m, idle: 30s, total: 10min}
                    prices: {free: {input: 0, output: 1e-7, per_call: 0.01}}
                    models: {deep: {honours_cap: false}}
                """)
            .providers()
            .getFirst();
    assertThat(house.flags())
        .isEqualTo(
            new ProviderSettings.Flags(
                Optional.empty(), Optional.of(true), Optional.of(true), Optional.of(true)));
    assertThat(house.modelFlags().get("deep").honoursCap()).contains(false);
    assertThat(house.timeouts())
        .isEqualTo(
            new ProviderSettings.Timeouts(
                Duration.ofMillis(500),
                Duration.ofMinutes(2),
                Duration.ofSeconds(30),
                Optional.of(Duration.ofMinutes(10))));
    assertThat(house.prices().get("free").rates())
        .containsEntry(Meter.REQUEST, new BigDecimal("0.01"))
        .containsEntry(Meter.OUTPUT, new BigDecimal("1e-7"));
  }

  @Test
  void json_is_accepted_too_also_when_tabs_indent_it() {
    Configuration acme =
        parsed(
            "{\n\t\"organisation\": \"acme\",\n\t\"policies\": [{\"budget\": \"total\","
                + " \"of\": \"workspace\", \"limit_usd\": \"0.000000000001\"}]}");
    assertThat(acme.policies().all().getFirst().id()).isEqualTo("total:workspace");
  }

  @Test
  void what_only_repeats_a_default_is_accepted() {
    assertThat(
            faults(
                """
                suspended: false
                unknown_fields: pass
                members: {ada: {suspended: false}}
                policies:
                  - {budget: total, of: workspace, limit_usd: 1, mode: hard, thresholds: [50, 75, 90, 100],
                     throttle_from: never, clamp: false, unpriced: deny, unavailable: closed}
                """))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{budget: total, of: workspace, limit_usd: 1}|50 75 90 100",
        "{budget: total, of: workspace, limit_usd: 1, thresholds: [100%, 80, '33 %']}|33 80 100",
        "{budget: total, of: workspace, limit_usd: 1, thresholds: []}|\"\"",
      })
  void a_budget_tells_at_its_thresholds_in_whole_percent(String policy, String percents) {
    Policy budget =
        parsed("organisation: acme\npolicies: [" + policy + "]").policies().all().getFirst();
    assertThat(((Budget) budget).stages().thresholds().percents().stream().map(String::valueOf))
        .containsExactly(percents.isEmpty() ? new String[0] : percents.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "[0]|'0' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%",
        "[120%]|'120%' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%",
        "[12.5]|'12.5' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%",
        "[most]|'most' is no share of the limit in whole percent from 1 to 100, such as 80 or 80%",
        "[80, 80%]|80 % stands there twice",
      })
  void a_threshold_that_is_none_is_told_as_it_stands_there(String thresholds, String why) {
    assertThat(
            sentences(
                "policies:\n  - {budget: total, of: workspace, limit_usd: 1, thresholds: "
                    + thresholds
                    + "}"))
        .containsExactly("line 2: `thresholds`: " + why + " (policies[0].thresholds)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'clamp: true, mode: soft'|`clamp` lowers the cap of calls that would be refused, and a budget of `mode: soft` refuses none; leave one of the two out (policies[0].clamp)",
        "clamp: yes|`clamp`: 'yes' is neither true nor false (policies[0].clamp)",
        "'degrade: {from: 100%, to: a/b}'|`from`: '100%' is no whole percent of the limit from 1% to 99% (policies[0].degrade.from)",
        "'degrade: {from: 80%}'|`degrade` needs `to`, as in `{from: 80%, to: provider/model}` (policies[0].degrade)",
        "throttle_from: 0%|`throttle_from`: '0%' is neither `never` nor a whole percent of the limit from 1% to 99% (policies[0].throttle_from)",
        "throttle_from: 100|`throttle_from`: '100' is neither `never` nor a whole percent of the limit from 1% to 99% (policies[0].throttle_from)",
        "'throttle_from: 90%, mode: soft'|`throttle_from` refuses calls that come too fast, which a budget of `mode: soft` never does; leave one of the two out (policies[0].throttle_from)",
      })
  void a_stage_that_cannot_be_is_refused(String fields, String sentence) {
    assertThat(
            sentences(
                "policies:\n  - {budget: total, of: workspace, limit_usd: 1, %s}"
                    .formatted(fields)))
        .containsExactly("line 2: " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"budget: total, limit_usd: 1", "rate: 1/s", "concurrency: 1"})
  void a_mode_that_nobody_knows_is_refused(String policy) {
    assertThat(sentences("policies:\n  - {%s, of: workspace, mode: weak}".formatted(policy)))
        .containsExactly(
            "line 2: `mode`: 'weak' is none of `hard`, `soft` and `shadow` (policies[0].mode)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"budget: total, limit_usd: 1", "rate: 1/s"})
  void what_happens_while_the_store_is_silent_is_closed_or_open(String policy) {
    String line = "policies:\n  - {%s, of: workspace, unavailable: %s}";
    assertThat(faults(line.formatted(policy, "open"))).isEmpty();
    assertThat(sentences(line.formatted(policy, "ajar")))
        .containsExactly(
            "line 2: `unavailable`: 'ajar' is none of `closed` and `open`"
                + " (policies[0].unavailable)");
  }

  @Test
  void what_becomes_of_models_without_a_price_is_deny_or_conservative() {
    String line = "policies:\n  - {budget: total, of: workspace, limit_usd: 1, unpriced: %s}";
    assertThat(faults(line.formatted("conservative"))).isEmpty();
    assertThat(sentences(line.formatted("free")))
        .containsExactly(
            "line 2: `unpriced`: 'free' is none of `deny` and `conservative`"
                + " (policies[0].unpriced)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "routes: {smart: [openai/x]}|`routes` is not supported yet by this version (routes)",
        "alerts: []|`alerts` is not supported yet by this version (alerts)",
        "providers: {bedrock: {region: eu}}|`region` is not supported yet by this version (providers.bedrock.region)",
        "providers: {claude: {dialect: anthropic}}|`dialect: anthropic` is not supported yet by this version, only `openai` is (providers.claude.dialect)",
      })
  void a_field_that_is_known_and_not_acted_on_is_refused(String file, String sentence) {
    assertThat(sentences(file)).containsExactly("line 1: " + sentence);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "organization: acme|`organization` is not a field that is known here; did you mean `organisation`? (organization)",
        "xyzzy: acme|`xyzzy` is not a field that is known here (xyzzy)",
        "members: {ada: {departement: x}}|`departement` is not a field that is known here; did you mean `department`? (members.ada.departement)",
        "departments: {a: {costcenter: x}}|`costcenter` is not a field that is known here; did you mean `cost_center`? (departments.a.costcenter)",
        "agents: {a: {ower: x}}|`ower` is not a field that is known here; did you mean `owner`? (agents.a.ower)",
        "providers: {a: {base-url: x}}|`base-url` is not a field that is known here; did you mean `base_url`? (providers.a.base-url)",
        "providers: {a: {prices: {m: {imput: 1}}}}|`imput` is not a field that is known here; did you mean `input`? (providers.a.prices.m.imput)",
        "policies: [{budget: total, of: workspace, limit: 1, limit_usd: 1}]|`limit` is not a field that is known here; did you mean `limit_usd`? (policies[0].limit)",
        "policies: [{buget: total, of: workspace}]|a policy has one of `budget`, `rate`, `tokens`, `concurrency`, `models`, `deny_models`, `providers`, `schedule`, `max_output_tokens`, `default_output_tokens`, `loop_breaker`, `require`, `unknown_fields`; did you mean `budget`? (policies[0])",
        "policies: [{of: workspace}]|a policy has one of `budget`, `rate`, `tokens`, `concurrency`, `models`, `deny_models`, `providers`, `schedule`, `max_output_tokens`, `default_output_tokens`, `loop_breaker`, `require`, `unknown_fields` (policies[0])",
      })
  void an_unknown_field_is_refused_and_the_nearest_is_named(String file, String sentence) {
    assertThat(sentences(file)).containsExactly("line 1: " + sentence);
  }

  @ParameterizedTest
  @ValueSource(strings = {".nan", ".inf", "NaN", "-Infinity", "much", "1_000", "0x10", "1e999"})
  void a_limit_that_is_no_decimal_number_is_refused(String limit) {
    assertThat(
            sentences("policies: [{budget: total, of: workspace, limit_usd: %s}]".formatted(limit)))
        .singleElement()
        .asString()
        .contains("is not a decimal number (policies[0].limit_usd)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "-1|-1 is below 0; a limit of 0 lets nothing through",
        "0.0000000000001|0.0000000000001 has more than 12 decimal places of a dollar",
        "1000000000000.01|1000000000000.01 is more than 10^12 dollars; leave the policy out for no limit",
        "1e38|1e38 is more than 10^12 dollars; leave the policy out for no limit",
      })
  void a_limit_beyond_the_bounds_is_refused(String limit, String why) {
    assertThat(
            sentences("policies: [{budget: total, of: workspace, limit_usd: %s}]".formatted(limit)))
        .containsExactly("line 1: `limit_usd`: " + why + " (policies[0].limit_usd)");
  }

  @Test
  void a_limit_is_read_as_the_decimal_that_it_says() {
    assertThat(budget("0.1")).isEqualTo("0.1");
    assertThat(budget("1e12")).isEqualTo("1000000000000");
    assertThat(budget("0")).isEqualTo("0");
    assertThat(budget("0.100000000001")).isEqualTo("0.100000000001");
    assertThat(budget("\"12.50\"")).isEqualTo("12.5");
  }

  private static String budget(String limit) {
    String file = "policies: [{budget: total, of: workspace, limit_usd: %s}]".formatted(limit);
    return ((Budget) parsed(file).policies().all().getFirst()).limit().plain();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{budget: total, of: workspace}|a budget needs `limit_usd`",
        "{budget: total, limit_usd: 1}|a policy needs `of`: `workspace`, `each <scope>` or `<scope>/<name>`",
        "{budget: yearly, of: workspace, limit_usd: 1}|'yearly' is none of total, monthly, weekly, daily, hourly",
        "{budget: montly, of: workspace, limit_usd: 1}|did you mean `monthly`?",
        "{budget: total, of: workspce, limit_usd: 1}|did you mean `workspace`?",
        "{budget: total, of: each membr, limit_usd: 1}|'membr' is no scope; there are member,",
        "{budget: total, of: each membr, limit_usd: 1}|did you mean `member`?",
        "{budget: total, of: team/a, limit_usd: 1}|'team' is no scope",
        "{budget: total, of: each workspace, limit_usd: 1}|'workspace' is no scope",
        "{budget: total, of: member/, limit_usd: 1}|a name has at least one character",
        "{budget: total, of: [a, b], limit_usd: 1}|`of` needs a single value",
        "{budget: total, rate: 1/s, of: workspace, limit_usd: 1}|a policy is one thing, this one is budget and rate",
        "{rate: 5, of: workspace}|'5' is none of `n/s`, `n/min` and `n/h`",
        "{rate: 0/min, of: workspace}|both are at least 1",
        "{rate: 9999999999/s, of: workspace}|more than one in a nanosecond",
        "{rate: 5/min, burst: 0, of: workspace}|0 is not a whole number from 1",
        "{tokens: 5/min, burst: 3, of: workspace}|`burst` counts requests, so it needs a `rate`",
        "{concurrency: -1, of: workspace}|-1 is not a whole number from 0",
        "{concurrency: 1.5, of: workspace}|1.5 is not a whole number from 0",
        "{models: [], of: workspace}|`models` allows nothing; leave it out to allow all",
        "{models: ['a', ' '], of: workspace}|' ' is no pattern of 1 to 256 characters",
        "{modles: [a], of: workspace}|did you mean `models`?",
        "{models: [a], denied_models: [b], of: workspace}|did you mean `deny_models`?",
        "{models: [a], providers: [b], of: workspace}|a policy is one thing, this one is models and providers",
        "{providers: [], of: workspace}|`providers` allows nothing",
        "{schedule: 'Mon-Fry 07:00-20:00', of: workspace}|'Fry' is none of Mon, Tue,",
        "{schedule: 'Mon-Fry 07:00-20:00', of: workspace}|did you mean `fri`?",
        "{schedule: 'Mon-Fri 7-20', of: workspace}|is no window such as `Mon-Fri 07:00-20:00`",
        "{schedule: 'Mon 25:00-26:00', of: workspace}|there is no time 25:00",
        "{schedule: 'Mon 07:60-08:00', of: workspace}|there is no time 07:60",
        "{schedule: 'Mon 07:00-07:00', of: workspace}|ends when it begins; a whole day is `00:00-24:00`",
        "{schedule: block, of: workspace}|is no window such as",
        "{max_output_tokens: 0, of: workspace}|0 is not a whole number from 1",
        "{max_output_tokens: 10, default_output_tokens: 11, of: workspace}|the default of 11 output tokens is above the most, 10",
        "{require: [featur], of: each key}|'featur' is none of member, agent, department, feature; did you mean `feature`?",
        "{unknown_fields: deny, of: each key}|'deny' is neither `pass` nor `refuse`",
      })
  void a_policy_that_cannot_be_is_refused(String policy, String why) {
    assertThat(sentences("policies:\n  - " + policy))
        .singleElement()
        .asString()
        .startsWith("line 2: ")
        .contains(why);
  }

  @Test
  void two_policies_of_one_id_are_refused() {
    assertThat(
            sentences(
                """
                policies:
                  - {budget: total, of: workspace, limit_usd: 1}
                  - {budget: total, of: workspace, limit_usd: 2}
                  - {concurrency: 1, of: workspace, id: "total:workspace"}
                """))
        .containsExactly(
            "line 3: the id 'total:workspace' is taken by the policy on line 2; give it an `id`"
                + " (policies[1])",
            "line 4: the id 'total:workspace' is taken by the policy on line 2; give it an `id`"
                + " (policies[2])");
  }

  @Test
  void what_is_said_of_unknown_fields_at_the_top_speaks_of_the_workspace_and_is_said_once() {
    assertThat(parsed("unknown_fields: refuse").policies().all())
        .first()
        .isEqualTo(
            new UnknownFields("unknown_fields:workspace", new Target.One(Scope.WORKSPACE), true));
    assertThat(
            sentences(
                """
                unknown_fields: refuse
                policies:
                  - {unknown_fields: pass, of: workspace}
                """))
        .singleElement()
        .asString()
        .contains("the id 'unknown_fields:workspace' is taken by the policy on line 3");
  }

  @Test
  void every_kind_of_policy_has_a_spelling_but_the_suspension_which_is_a_field() {
    assertThat(PolicyReader.FORMS).hasSize(kinds(Policy.class) - 1);
  }

  private static int kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).mapToInt(ConfigurationFileTest::kinds).sum()
        : 1;
  }

  @Test
  void the_id_of_the_rate_that_every_key_has_is_taken_by_no_other_policy() {
    assertThat(sentences("policies: [{rate: 5/s, of: workspace, id: \"rate:each key\"}]"))
        .containsExactly(
            "line 1: the id 'rate:each key' is taken by the rate that every key has; give it"
                + " another `id` (policies[0])");
  }

  @Test
  void two_paces_on_one_clock_are_refused_and_on_two_clocks_are_not() {
    assertThat(
            sentences(
                """
                policies:
                  - {rate: 600/min, of: each key}
                  - {rate: 10/s, of: each key, id: second}
                  - {rate: 60/min, of: each key, id: third}
                """))
        .containsExactly(
            "line 4: the policy on line 2 already limits the requests of each key in the same unit"
                + " of time (policies[2])");
  }

  @Test
  void a_field_that_stands_twice_is_refused() {
    assertThat(sentences("members:\n  ada: {}\n  bob: {}\n  ada: {}"))
        .containsExactly("line 4: `ada` stands here twice, first on line 2 (members.ada)");
  }

  @Test
  void a_member_of_an_unknown_department_and_an_agent_of_an_unknown_owner_are_refused() {
    assertThat(
            sentences(
                """
                departments: {sales: {}}
                members: {ada: {department: slaes}}
                agents:
                  bot: {owner: eve}
                  tom: {department: nowhere-at-all}
                """))
        .containsExactly(
            "line 2: `department`: the file has no 'slaes'; did you mean `sales`?"
                + " (members.ada.department)",
            "line 4: `owner`: the file has no 'eve' (agents.bot.owner)",
            "line 5: `department`: the file has no 'nowhere-at-all' (agents.tom.department)");
  }

  @Test
  void a_name_with_a_control_or_over_128_characters_is_refused() {
    assertThat(sentences("members: {\"a\\tb\": {}}"))
        .singleElement()
        .asString()
        .contains("a name may not contain control characters");
    assertThat(sentences("members: {%s: {}}".formatted("x".repeat(129))))
        .singleElement()
        .asString()
        .contains("a name of 129 characters is longer than 128");
    assertThat(faults("members: {\"%s\": {}}".formatted("😀".repeat(128)))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berln,did you mean `Europe/Berlin`?",
    "Mars/Olympus Mons,is no time zone",
    "'+05:33',is no multiple of five minutes"
  })
  void a_zone_that_cannot_be_is_refused(String zone, String why) {
    List<String> sentences = sentences("organisation: a\ntimezone: \"" + zone + "\"");
    assertThat(sentences).singleElement().asString().startsWith("line 2: `timezone`: ");
    if (!zone.startsWith("Mars")) {
      assertThat(sentences.getFirst()).contains(why);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{base_url: 'ftp://x/v1'}|it is no http or https address",
        "{base_url: 'https://me:pw@x/v1'}|it may have no user",
        "{base_url: 'not an address'}|`base_url`: ",
        "{honours_cap: maybe}|'maybe' is neither true nor false",
        "{zero_price: free}|'free' is neither `priced` nor `unpriced`",
        "{timeouts: {idle: soon}}|'soon' is no time such as",
        "{timeouts: {idle: 0s}}|0s is not between 1ms and 1h",
        "{timeouts: {idle: max-call}}|'max-call' is no time such as",
        "{prices: {m: {input: -1}}}|-1 is no price from 0",
        "{prices: {m: {input: 0.0000000000001}}}|has more than 12 decimal places",
        "{prices: {m: {unmetered: 1}}}|`unmetered` is not a field",
        "{prices: {m: {per_call: 1, request: 1}}}|is priced twice",
        "{prices: {m: {context: 0}}}|0 is not a whole number from 1",
      })
  void a_provider_that_cannot_be_is_refused(String provider, String why) {
    assertThat(sentences("providers:\n  p: " + provider))
        .singleElement()
        .asString()
        .startsWith("line 2: ")
        .contains(why);
  }

  @Test
  void a_credential_that_is_written_out_is_refused_and_not_repeated() {
    assertThat(sentences("providers: {p: {credential: sk-very-secret}}"))
        .singleElement()
        .asString()
        .contains("`secret:NAME[#field]`, `env:NAME` or `none`")
        .doesNotContain("very-secret");
  }

  @Test
  void all_faults_are_told_at_once_in_the_order_of_the_file() {
    assertThat(
            faults(
                """
                organisation: acme
                timezon: UTC
                policies:
                  - {budget: total, of: workspace, limit_usd: -1}
                  - {rate: 5/week, of: each kee}
                  - {schedule: x, of: workspace}
                """))
        .extracting(Fault::line)
        .containsExactly(2, 4, 5, 5, 6);
  }

  @Test
  void a_budget_of_each_agent_that_nothing_stands_behind_is_noticed() {
    assertThat(parsed("policies: [{budget: daily, of: each agent, limit_usd: 20}]").notices())
        .containsExactly(
            "'daily:each agent' can be escaped by inventing a new agent: no budget of the workspace,"
                + " each member or each key stands behind it");
    assertThat(
            parsed(
                    """
                    policies:
                      - {budget: total, of: each session, limit_usd: 5}
                      - {budget: monthly, of: each key, limit_usd: 50}
                    """)
                .notices())
        .isEmpty();
  }

  @Test
  void a_policy_of_a_department_that_the_file_does_not_name_is_noticed() {
    assertThat(parsed("policies: [{budget: daily, of: department/x, limit_usd: 2}]").notices())
        .containsExactly(
            "'daily:department/x' speaks of department/x, which the file does not name");
  }

  static Configuration parsed(String file) {
    return switch (ConfigurationFile.read(file, NOW)) {
      case ConfigurationFile.Parsed(Configuration configuration) -> configuration;
      case ConfigurationFile.Faulty(List<Fault> faults) -> throw new AssertionError(faults);
    };
  }

  private static List<Fault> faults(String file) {
    return switch (ConfigurationFile.read(file, NOW)) {
      case ConfigurationFile.Parsed parsed -> List.of();
      case ConfigurationFile.Faulty(List<Fault> faults) -> faults;
    };
  }

  private static List<String> sentences(String file) {
    return faults(file).stream().map(Fault::toString).toList();
  }
}
