package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Dimension;
import io.tollgate.key.BudgetStatus;
import io.tollgate.key.Choice;
import io.tollgate.key.VirtualKey;
import io.tollgate.policy.Attributor.BadHeader;
import io.tollgate.policy.Attributor.Missing;
import io.tollgate.policy.Attributor.NotAllowed;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttributorTest {
  private static final Directory ACME =
      ConfigurationFileTest.parsed(
              """
              departments: {research: {}, sales: {}, support: {}}
              members: {ada: {department: research}, bob: {department: sales}, eve: {}}
              agents:
                support-bot: {department: support, owner: bob}
                orphan: {department: support}
                evebot: {department: support, owner: eve}
              """)
          .directory();

  private final VirtualKey unbound = key(Optional.empty(), Optional.empty());
  private final VirtualKey adas = key(Optional.of("ada"), Optional.empty());

  @Test
  void what_nobody_names_is_unallocated() {
    assertThat(attributed(unbound, Map.of()))
        .isEqualTo(
            new Attribution(
                "unallocated",
                "unallocated",
                "unallocated",
                "unallocated",
                "key_1",
                Optional.empty()));
  }

  @Test
  void the_member_is_the_keys_else_the_agents_owner() {
    Map<String, String> bot = Map.of("Tollgate-Agent", "support-bot");
    assertThat(attributed(adas, bot).member()).isEqualTo("ada");
    assertThat(attributed(unbound, bot).member()).isEqualTo("bob");
    assertThat(attributed(unbound, Map.of("Tollgate-Agent", "orphan")).member())
        .isEqualTo("unallocated");
  }

  @Test
  void the_department_is_the_keys_else_the_members_else_the_agents() {
    assertThat(attributed(key(Optional.of("ada"), Optional.of("sales")), Map.of()).department())
        .isEqualTo("sales");
    assertThat(attributed(adas, Map.of("Tollgate-Agent", "support-bot")).department())
        .isEqualTo("research");
    assertThat(attributed(unbound, Map.of("Tollgate-Agent", "support-bot")).department())
        .isEqualTo("sales");
    assertThat(attributed(unbound, Map.of("Tollgate-Agent", "evebot")).department())
        .isEqualTo("support");
    assertThat(attributed(unbound, Map.of("Tollgate-Agent", "orphan")).department())
        .isEqualTo("support");
  }

  @ParameterizedTest
  @CsvSource({
    "Tollgate-Agent,AGENT",
    "Alephant-Agent-Id,AGENT",
    "Tollgate-Feature,FEATURE",
    "Alephant-Feature,FEATURE"
  })
  void agent_and_feature_come_from_headers_of_ours_and_of_others(
      String header, Dimension dimension) {
    assertThat(attributed(adas, Map.of(header, "x")).of(dimension)).isEqualTo("x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Tollgate-Session-Id",
        "Alephant-Session-Id",
        "Helicone-Session-Id",
        "x-claude-code-session-id",
        "session-id",
        "x-session-id"
      })
  void the_session_comes_from_the_headers_that_agent_command_lines_send(String header) {
    assertThat(attributed(adas, Map.of(header, "run-7")).session()).contains("run-7");
  }

  @Test
  void our_own_header_goes_before_the_others() {
    assertThat(
            attributed(adas, Map.of("Alephant-Agent-Id", "theirs", "Tollgate-Agent", "ours"))
                .agent())
        .isEqualTo("ours");
  }

  @Test
  void a_session_names_the_agent_only_if_the_key_says_so_and_nobody_else_does() {
    VirtualKey naming = key(Choice.any(), Choice.any(), true, Set.of());
    Map<String, String> session = Map.of("session-id", "run-7");
    assertThat(attributed(adas, session).agent()).isEqualTo("unallocated");
    assertThat(attributed(naming, session).agent()).isEqualTo("run-7");
    assertThat(attributed(naming, Map.of("session-id", "run-7", "Tollgate-Agent", "bot")).agent())
        .isEqualTo("bot");
  }

  @Test
  void a_pinned_value_needs_no_header_and_suffers_no_other() {
    VirtualKey pinned = key(new Choice.Pinned("bot"), new Choice.Pinned("search"), false, Set.of());
    assertThat(attributed(pinned, Map.of()).agent()).isEqualTo("bot");
    assertThat(attributed(pinned, Map.of("Tollgate-Feature", "search")).feature())
        .isEqualTo("search");
    assertThat(attribute(pinned, Map.of("Tollgate-Agent", "other")))
        .isEqualTo(
            new NotAllowed(
                Dimension.AGENT, "other", "The key 'laptop' may not set the agent to 'other'."));
  }

  @Test
  void a_key_with_a_list_takes_its_values_and_no_others() {
    VirtualKey listed =
        key(new Choice.OneOf(List.of("a", "b")), new Choice.OneOf(List.of("f")), true, Set.of());
    assertThat(attributed(listed, Map.of("Tollgate-Agent", "b")).agent()).isEqualTo("b");
    assertThat(attributed(listed, Map.of()).agent()).isEqualTo("unallocated");
    assertThat(attribute(listed, Map.of("Tollgate-Agent", "c"))).isInstanceOf(NotAllowed.class);
    assertThat(attribute(listed, Map.of("Tollgate-Feature", "g"))).isInstanceOf(NotAllowed.class);
    assertThat(attribute(listed, Map.of("session-id", "run-7"))).isInstanceOf(NotAllowed.class);
  }

  @ParameterizedTest
  @CsvSource({"Tollgate-Member,bob,MEMBER", "Tollgate-Department,sales,DEPARTMENT"})
  void no_header_overrules_the_member_or_the_department(
      String header, String value, Dimension dimension) {
    for (VirtualKey key : List.of(adas, unbound)) {
      assertThat(attribute(key, Map.of(header, value)))
          .isEqualTo(
              new NotAllowed(
                  dimension,
                  value,
                  "The key 'laptop' may not set the %s to '%s'."
                      .formatted(dimension.word(), value)));
    }
  }

  @Test
  void a_header_may_repeat_what_is_bound() {
    assertThat(
            attributed(adas, Map.of("Tollgate-Member", "ada", "Tollgate-Department", "research")))
        .extracting(Attribution::member)
        .isEqualTo("ada");
  }

  @Test
  void a_required_dimension_must_be_named() {
    VirtualKey strict = key(Choice.any(), Choice.any(), false, Set.of(Dimension.FEATURE));
    assertThat(attribute(strict, Map.of()))
        .isInstanceOfSatisfying(
            Missing.class,
            missing -> {
              assertThat(missing.dimension()).isEqualTo(Dimension.FEATURE);
              assertThat(missing.why())
                  .isEqualTo("The key 'laptop' requires a feature, and none was named.");
              assertThat(missing.attribution().member()).isEqualTo("ada");
            });
    assertThat(attribute(strict, Map.of("Tollgate-Feature", "unallocated")))
        .isInstanceOf(Missing.class);
    assertThat(attributed(strict, Map.of("Tollgate-Feature", "search")).feature())
        .isEqualTo("search");
  }

  @ParameterizedTest
  @CsvSource({"caf%C3%A9,café", "%F0%9F%98%80,😀", "a%23b%2Fc,a#b/c", "café,café", "a+b,a+b"})
  void a_header_value_is_percent_decoded_utf_8(String sent, String name) {
    assertThat(attributed(adas, Map.of("Tollgate-Agent", sent)).agent()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a%00b", "a%0Ab", "a%7F", "%C3", "%ED%A0%80", "100%", "%zz", "a%2"})
  void a_header_value_that_is_no_name_is_refused_and_the_header_named(String sent) {
    assertThat(attribute(adas, Map.of("Alephant-Feature", sent)))
        .isInstanceOfSatisfying(
            BadHeader.class,
            bad -> {
              assertThat(bad.header()).isEqualTo("Alephant-Feature");
              assertThat(bad.why()).startsWith("The header Alephant-Feature is no name: ");
            });
  }

  @Test
  void a_name_may_have_128_code_points_and_no_more() {
    assertThat(attributed(adas, Map.of("Tollgate-Agent", "%F0%9F%98%80".repeat(128))).agent())
        .isEqualTo("😀".repeat(128));
    assertThat(attribute(adas, Map.of("Tollgate-Agent", "x".repeat(129))))
        .isInstanceOf(BadHeader.class);
  }

  private static Attribution attributed(VirtualKey key, Map<String, String> headers) {
    return switch (attribute(key, headers)) {
      case Attributor.Attributed(Attribution attribution) -> attribution;
      case Attributor.Result other -> throw new AssertionError(other);
    };
  }

  private static Attributor.Result attribute(VirtualKey key, Map<String, String> headers) {
    var lower = new HashMap<String, String>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return Attributor.attribute(
        key, ACME, name -> Optional.ofNullable(lower.get(name.toLowerCase(Locale.ROOT))));
  }

  private static VirtualKey key(Optional<String> member, Optional<String> department) {
    return key(member, department, Choice.any(), Choice.any(), false, Set.of());
  }

  private static VirtualKey key(
      Choice agent, Choice feature, boolean agentFromSession, Set<Dimension> require) {
    return key(Optional.of("ada"), Optional.empty(), agent, feature, agentFromSession, require);
  }

  private static VirtualKey key(
      Optional<String> member,
      Optional<String> department,
      Choice agent,
      Choice feature,
      boolean agentFromSession,
      Set<Dimension> require) {
    return new VirtualKey(
        "key_1",
        "laptop",
        member,
        department,
        agent,
        feature,
        require,
        agentFromSession,
        Optional.empty(),
        BudgetStatus.PAYMENT_REQUIRED,
        false,
        false,
        Instant.EPOCH);
  }
}
