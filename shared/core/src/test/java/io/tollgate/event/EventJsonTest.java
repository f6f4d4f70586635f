package io.tollgate.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.usage.Meter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Messages outlive the deployment that sent them.
class EventJsonTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Attribution WHO =
      new Attribution("ada", "bot", "sales", "chat", "k1", Optional.of("s1"));
  private static final CallFacts FACTS =
      new CallFacts(
          NOON,
          true,
          List.of(
              new CallFacts.Attempt("openai", "gpt", 0, "timeout", 900),
              new CallFacts.Attempt("groq", "llama", 200, "", 80)),
          OptionalLong.of(12),
          990,
          "stop",
          true,
          "req_1",
          7,
          true,
          "f1",
          "t1",
          "00-ab-cd-01",
          List.of(
              new CallFacts.Remark("monthly:each member", "member/ada", "soft"),
              new CallFacts.Remark("rate:each key", "key/k1", "throttled")),
          true,
          Map.of("team", "red \"one\""));
  private static final CallFacts FEW =
      new CallFacts(
          NOON,
          false,
          List.of(),
          OptionalLong.empty(),
          0,
          "",
          false,
          "",
          0,
          false,
          "",
          "",
          "",
          List.of(),
          false,
          Map.of());

  private static Reservation reservation() {
    Bucket bucket = Bucket.of(NOON, 5);
    return new Reservation(
        new Rid(bucket, 3, "c-1", 2),
        new Bucket(bucket.number() - 1, 5),
        new Subject(WHO, "openai", "gpt", "v7"),
        Usd.parse("12345678.000000000001"),
        10,
        20,
        Calendar.utc().windows(bucket),
        List.of(
            new Reservation.Held(new Scope(ScopeKind.KEY, "k1"), Map.of("t.m", 77L)),
            new Reservation.Held(Scope.WORKSPACE, Map.of())),
        List.of(new Scope(ScopeKind.SESSION, "s1"), new Scope(ScopeKind.PROVIDER, "openai")),
        NOON.plusSeconds(900));
  }

  @Test
  void an_event_of_an_ended_call_is_read_as_it_was_written() {
    var charge =
        new Charge(Map.of(Meter.OUTPUT, new Charge.Line(5, Usd.parse("0.000000000003"))), "flex");
    for (Truth truth :
        List.of(new Truth.Metered(charge), new Truth.CostUnknown(), new Truth.Unserved())) {
      for (CallFacts facts : List.of(FACTS, FEW)) {
        var event =
            new UsageEvent.Ended(
                new Incoming(reservation(), truth, EventJson.write(facts), facts.unreserved()),
                true);
        assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
      }
    }
  }

  @Test
  void an_event_of_a_refused_call_is_read_as_it_was_written() {
    var event =
        new UsageEvent.Refused(
            "b-3-c",
            NOON,
            WHO,
            "openai",
            "gpt",
            402,
            "budget_exceeded",
            "monthly",
            "member/ada",
            "Ada's \"budget\" is used up.",
            "00-ab");
    assertThat(EventJson.read(EventJson.write(event))).isEqualTo(event);
    assertThat(EventJson.refusal(EventJson.story(event))).isEqualTo(event);
  }

  @Test
  void facts_are_read_as_they_were_written() {
    assertThat(EventJson.facts(EventJson.write(FACTS))).isEqualTo(FACTS);
    assertThat(EventJson.write(FEW)).isEqualTo("{\"at\":1795521600000,\"tries\":[],\"ms\":0}");
  }

  @Test
  void only_the_sweep_says_that_a_call_expired() {
    var event =
        new UsageEvent.Ended(
            new Incoming(reservation(), new Truth.Expired(), EventJson.write(FEW)), false);
    assertThatThrownBy(() -> EventJson.write(event)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_event_of_a_newer_version_or_none_at_all_is_not_guessed_at() {
    for (String text : List.of("{\"schema\":2,\"kind\":\"ended\"}", "{}", "[]", "", "{")) {
      assertThatThrownBy(() -> EventJson.read(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
