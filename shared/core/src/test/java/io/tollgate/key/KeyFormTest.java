package io.tollgate.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Dimension;
import io.tollgate.json.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFormTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  @Test
  void a_form_with_a_name_and_a_member_gives_a_key_and_its_secret() {
    KeyForm.Issued issued = issued("{\"name\":\"ada-laptop\",\"member\":\"ada\"}");
    assertThat(issued.key())
        .isEqualTo(
            new VirtualKey(
                issued.key().id(),
                "ada-laptop",
                Optional.of("ada"),
                Optional.empty(),
                Choice.any(),
                Choice.any(),
                Set.of(),
                false,
                Optional.empty(),
                BudgetStatus.PAYMENT_REQUIRED,
                false,
                false,
                NOW));
    assertThat(issued.key().id()).matches("key_[a-z2-7]{16}");
    assertThat(issued.secret().kind()).isEqualTo(KeySecret.Kind.VIRTUAL);
  }

  @Test
  void a_form_may_pin_list_require_and_expire() {
    VirtualKey key =
        issued(
                """
                {"name": "ci", "department": "sales", "agent": "bot", "features": ["a", "b"],
                 "require": ["feature", "member"], "agent_from_session": true,
                 "expires_at": "2027-01-01T00:00:00Z", "budget_status": 429, "suspended": true}
                """)
            .key();
    assertThat(key.agent()).isEqualTo(new Choice.Pinned("bot"));
    assertThat(key.feature()).isEqualTo(new Choice.OneOf(List.of("a", "b")));
    assertThat(key.require()).containsExactlyInAnyOrder(Dimension.FEATURE, Dimension.MEMBER);
    assertThat(key.agentFromSession()).isTrue();
    assertThat(key.budgetStatus()).isEqualTo(BudgetStatus.TOO_MANY_REQUESTS);
    assertThat(key.isValidAt(Instant.parse("2026-12-31T23:59:59.999Z"))).isTrue();
    assertThat(key.isValidAt(Instant.parse("2027-01-01T00:00:00Z"))).isFalse();
    assertThat(key.disabled(true).isValidAt(NOW)).isFalse();
    assertThat(key.suspended()).isTrue();
    assertThat(key.suspended(false).suspended()).isFalse();
  }

  @Test
  void a_change_leaves_alone_what_it_does_not_name() {
    VirtualKey key =
        issued(
                """
                {"name": "ci", "member": "ada", "agent": "bot", "features": ["a", "b"],
                 "require": ["feature"], "expires_at": "2027-01-01T00:00:00Z", "budget_status": 429}
                """)
            .key();
    assertThat(revised("{}", key)).isEqualTo(key);
    assertThat(revised("{\"suspended\": true}", key)).isEqualTo(key.suspended(true));
    assertThat(revised("{\"disabled\": true}", key)).isEqualTo(key.disabled(true));
    assertThat(revised("{\"name\": \"ci-2\"}", key).name()).isEqualTo("ci-2");
    // The day on which it expired passes, and it can still be suspended.
    Instant later = Instant.parse("2027-06-01T00:00:00Z");
    assertThat(KeyForm.revise("{\"suspended\": true}", key, later))
        .isEqualTo(new KeyForm.Revised(key.suspended(true)));
  }

  @Test
  void a_change_replaces_what_it_names_and_null_takes_away() {
    VirtualKey key =
        issued(
                """
                {"name": "ci", "member": "ada", "department": "sales", "agent": "bot",
                 "features": ["a"], "expires_at": "2027-01-01T00:00:00Z"}
                """)
            .key();
    VirtualKey bare =
        revised(
            """
            {"member": null, "department": null, "agent": null, "features": null,
             "expires_at": null}
            """,
            key);
    assertThat(bare.member()).isEmpty();
    assertThat(bare.department()).isEmpty();
    assertThat(bare.agent()).isEqualTo(Choice.any());
    assertThat(bare.feature()).isEqualTo(Choice.any());
    assertThat(bare.expiresAt()).isEmpty();
    VirtualKey other = revised("{\"agents\": [\"x\"], \"feature\": \"y\"}", key);
    assertThat(other.agent()).isEqualTo(new Choice.OneOf(List.of("x")));
    assertThat(other.feature()).isEqualTo(new Choice.Pinned("y"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      value = {
        "{\"name\": null}|`name` needs a single value",
        "{\"suspendet\": true}|did you mean `suspended`?",
        "{\"id\": \"key_2\"}|`id` is not a field that is known here",
        "{\"policies\": []}|`policies` is not supported yet by this version",
        "{\"expires_at\": \"2026-11-24T12:00:00Z\"}|has passed already",
        "{\"suspended\": null}|`suspended` needs a single value",
        "[]|a list",
      })
  void what_is_wrong_with_a_change_is_said(String json, String what) {
    VirtualKey key = issued("{\"name\":\"ci\"}").key();
    assertThat(KeyForm.revise(json, key, NOW))
        .isInstanceOfSatisfying(
            KeyForm.Faulty.class,
            faulty -> assertThat(faulty.faults().getFirst().what()).contains(what));
  }

  private static VirtualKey revised(String json, VirtualKey key) {
    return ((KeyForm.Revised) KeyForm.revise(json, key, NOW)).key();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '@',
      value = {
        "{}|a key needs a `name`",
        "{\"name\": \"\"}|a name has at least one character",
        "{\"name\": \"a\", \"policies\": []}|`policies` is not supported yet by this version",
        "{\"name\": \"a\", \"suspended\": \"maybe\"}|'maybe' is neither true nor false",
        "{\"name\": \"a\", \"membr\": \"b\"}|did you mean `member`?",
        "{\"name\": \"a\", \"agent\": \"b\", \"agents\": [\"b\"]}|`agent` pins one value",
        "{\"name\": \"a\", \"agents\": []}|`agents` allows nothing",
        "{\"name\": \"a\", \"agents\": \"bot\"}|`agents` is a list",
        "{\"name\": \"a\", \"agents\": [{}]}|`agents` is a list of single values",
        "{\"name\": \"a\", \"require\": [\"team\"]}|'team' is none of member, agent",
        "{\"name\": \"a\", \"expires_at\": \"tomorrow\"}|`expires_at`: Text 'tomorrow'",
        "{\"name\": \"a\", \"expires_at\": \"2026-11-24T12:00:00Z\"}|has passed already",
        "{\"name\": \"a\", \"budget_status\": 403}|'403' is neither 402 nor 429",
        "not json|fields are expected here, not a single value",
      })
  void a_form_that_cannot_be_is_refused(String form, String why) {
    assertThat(KeyForm.issue(form, new Random(7), NOW))
        .isInstanceOfSatisfying(
            KeyForm.Faulty.class,
            faulty ->
                assertThat(faulty.faults())
                    .extracting(Fault::what)
                    .anySatisfy(what -> assertThat(what).contains(why)));
  }

  private static KeyForm.Issued issued(String form) {
    return switch (KeyForm.issue(form, new Random(7), NOW)) {
      case KeyForm.Issued issued -> issued;
      case KeyForm.Faulty faulty -> throw new AssertionError(faulty);
    };
  }
}
