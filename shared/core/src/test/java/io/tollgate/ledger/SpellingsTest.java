package io.tollgate.ledger;

import static io.tollgate.ledger.Scene.ADA;
import static io.tollgate.ledger.Scene.KEY;
import static io.tollgate.ledger.Scene.NOON;
import static io.tollgate.ledger.Scene.SUBJECT;
import static io.tollgate.ledger.Scene.ceiling;
import static io.tollgate.ledger.Scene.usd;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.spend.Charge;
import io.tollgate.spend.ChargeJson;
import io.tollgate.spend.SpendRow;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.usage.Meter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How things are spelt in the store. Items outlive the code that wrote them, so none of this may
/// ever change.
class SpellingsTest {
  private static final String BUCKET = "htek0";

  private final Scene scene = new Scene(new EmbeddedTable(() -> NOON), "spelling", NOON);

  private Reservation call() {
    var tokens = new Pace(Pace.Resource.TOKENS, 'm', 60_000, 60_000, "tokens");
    var requests = new Pace(Pace.Resource.REQUESTS, 's', 10, 10, "requests");
    var money =
        new Hold(
            ADA,
            List.of(ceiling(Period.MONTH, "1")),
            List.of(new Slots(3, "slots", Mode.HARD)),
            List.of());
    var rate = new Hold(KEY, List.of(), List.of(), List.of(tokens, requests));
    return scene.running(scene.demand(usd("0.25"), List.of(money, rate), List.of(Scope.WORKSPACE)));
  }

  @Test
  void the_clock_of_a_repeat_stands_beside_its_fingerprint_at_a_place_of_its_kind() {
    var limit = new LoopLimit(5, Duration.ofSeconds(60), "loops", Mode.HARD);
    var hold = new Hold(KEY, List.of(), List.of(), List.of(), List.of(limit));
    var call = new Fingerprint(Fingerprint.Of.CALL, "AAAA", "");
    var toolCall = new Fingerprint(Fingerprint.Of.TOOL_CALL, "BBBB", "search");
    scene.reserved(scene.repeating(hold, call, toolCall));
    Item account = scene.account(KEY);
    Num clock = Num.of(Taking.nanos(NOON.minusSeconds(48)));
    assertThat(account.text("f.2")).contains("AAAA");
    assertThat(account.num("l.2")).isEqualTo(clock);
    assertThat(account.text("f.4")).contains("BBBB");
    assertThat(account.num("l.4")).isEqualTo(clock);
  }

  @Test
  void scopes_are_spelt_by_a_letter() {
    assertThat(Stream.of(ScopeKind.values()).map(kind -> kind.code() + "=" + kind.word()))
        .containsExactly(
            "w=workspace",
            "m=member",
            "a=agent",
            "d=department",
            "f=feature",
            "k=key",
            "s=session",
            "p=provider",
            "o=model");
  }

  @Test
  void meters_sources_and_periods_are_spelt_by_a_word() {
    assertThat(Stream.of(Meter.values()).map(Meter::code))
        .containsExactly(
            "in", "cr", "cw", "ch", "ia", "ca", "ii", "out", "oa", "oi", "ws", "fs", "rq", "bound");
    assertThat(Stream.of(Source.values()).map(Source::word))
        .containsExactly("usage", "bound", "none");
    assertThat(Stream.of(Period.values()).map(Period::code))
        .containsExactly('T', 'M', 'W', 'D', 'H');
  }

  @Test
  void an_account_stands_at_the_letter_of_its_dimension_and_its_name() {
    assertThat(Account.key(ADA)).isEqualTo(new Key("S#m#ada", "A"));
    assertThat(Account.key(Scope.WORKSPACE)).isEqualTo(new Key("S#w#*", "A"));
    assertThat(Account.key(new Scope(ScopeKind.AGENT, "a#b/ü")))
        .isEqualTo(new Key("S#a#a#b/ü", "A"));
    assertThat(Account.key(new Scope(ScopeKind.SESSION, "x".repeat(41))))
        .isEqualTo(new Key("S#s#~3164596df4fdd018b2c567ec8c03e79b", "A"));
  }

  @Test
  void no_two_names_share_an_account() {
    var names = List.of("a", "A", "~a", "a#A", "x".repeat(40), "x".repeat(41), "x".repeat(42));
    assertThat(names.stream().map(name -> Account.key(new Scope(ScopeKind.FEATURE, name))))
        .doesNotHaveDuplicates();
  }

  @Test
  void an_account_with_a_call_in_flight_is_spelt_so() {
    call();
    assertThat(scene.account(ADA).asMap().toString())
        .isEqualTo(
            "{c=1, c.%1$s=1, lr=Text[text=%1$s-2-call-1.1], pv=1, r.%1$s=250000000000,"
                    .formatted(BUCKET)
                + " scope=Text[text=m], u.Dhte00=250000000000, u.Hhtek0=250000000000,"
                + " u.Mhsog0=250000000000, u.T=250000000000, u.Whtcw0=250000000000}");
    assertThat(scene.account(KEY).names()).contains("t.m", "q.s");
  }

  @Test
  void a_record_is_spelt_so_while_open_and_when_settled() {
    Reservation call = call();
    String description =
        "{\"m\":\"ada\",\"a\":\"bot\",\"d\":\"sales\",\"f\":\"chat\",\"k\":\"k1\",\"s\":\"s1\","
            + "\"p\":\"openai\",\"o\":\"gpt-5-mini\",\"v\":\"2026-11-01\",\"in\":100,\"out\":900,"
            + "\"w\":\"T Mhsog0 Whtcw0 Dhte00 Hhtek0\",\"h\":\"mk\",\"b\":\"w\","
            + "\"k.t.m\":1000000,\"until\":1795521660}";
    assertThat(call.rid().key()).isEqualTo(new Key("J#" + BUCKET + "#2", BUCKET + "-2-call-1.1"));
    assertThat(scene.table.get(call.rid().key()).orEmpty().asMap().toString())
        .isEqualTo(
            "{amt=250000000000, d=Text[text=%s], st=Text[text=OPEN], ttl=1799409660}"
                .formatted(description));
    scene.settle(new Incoming(call, new Truth.Metered(Scene.charge("0.1")), "{}"));
    assertThat(scene.table.get(call.rid().key()).orEmpty().asMap().toString())
        .isEqualTo(
            ("{amt=250000000000, ch=Text[text={\"out\":[500,\"100000000000\"]}],"
                    + " d=Text[text=%s], net=100000000000, src=Text[text=usage],"
                    + " st=Text[text=SETTLED], ttl=1799409660, x=Text[text={}]}")
                .formatted(description));
  }

  @Test
  void a_spend_row_is_spelt_so() {
    Reservation call = call();
    scene.settle(Scene.cost(call, "0.1"));
    assertThat(SpendRow.key(call.windows().hour(), SUBJECT, ""))
        .isEqualTo(new Key("D#htek0", "YZO0MvvR8f30l5MEvNr5Z-7Y"));
    assertThat(
            scene
                .table
                .get(SpendRow.key(call.windows().hour(), SUBJECT, ""))
                .orEmpty()
                .asMap()
                .toString())
        .isEqualTo(
            "{a=Text[text=bot], c.out=100000000000, d=Text[text=sales], f=Text[text=chat],"
                + " k=Text[text=k1], m=Text[text=ada], n=1, o=Text[text=gpt-5-mini],"
                + " p=Text[text=openai], pv=Text[text=2026-11-01], q.out=500}");
  }

  @Test
  void a_claim_is_spelt_so_and_says_nothing_of_what_the_client_sent() {
    Claim claim = Claim.of("key_1", "order-7", "htek0-2-call-1", NOON);
    assertThat(claim.place())
        .isEqualTo(
            new Key(
                "I#key_1#df8cf80227ec3237922df0ecd88385c546e4a31bdb8127b033f01e6f21f175df", "I"));
    scene.ledger.repeats().claim(claim, NOON.plusSeconds(60));
    assertThat(scene.table.get(claim.place()).orEmpty().asMap().toString())
        .isEqualTo(
            "{from=1795521570000, req=Text[text=htek0-2-call-1], st=Text[text=running],"
                + " ttl=1795608060, until=1795521630000}");
    scene.ledger.repeats().release(claim);
    assertThat(scene.table.get(claim.place()).orEmpty().text("st")).contains("released");
  }

  @Test
  void the_mark_is_spelt_so() {
    assertThat(scene.table.get(new Key("W#sweep", "W")).orEmpty().asMap().toString())
        .isEqualTo("{ct=29925357, len=1}");
  }

  @Test
  void the_mark_of_the_second_look_is_spelt_so() {
    scene.lookAgain();
    assertThat(scene.table.get(new Key("W#look", "W")).orEmpty().asMap().toString())
        .isEqualTo("{b=29925342}");
  }

  @Test
  void a_charge_is_read_as_it_was_written() {
    var charge =
        new Charge(
            Map.of(
                Meter.INPUT, new Charge.Line(2_006, usd("0.000000003511")),
                Meter.CACHE_READ, new Charge.Line(7, usd("0"))),
            "a \"tier\"");
    String text = "{\"tier\":\"a \\\"tier\\\"\",\"in\":[2006,\"3511\"],\"cr\":[7,\"0\"]}";
    assertThat(ChargeJson.write(charge)).isEqualTo(text);
    assertThat(ChargeJson.read(text)).isEqualTo(charge);
    assertThat(ChargeJson.read(ChargeJson.write(Charge.NOTHING))).isEqualTo(Charge.NOTHING);
  }

  @Test
  void a_reservation_is_read_as_it_was_written() {
    Bucket arrived = scene.bucket();
    scene.after(Duration.ofMinutes(1));
    Reservation later = call();
    for (Reservation one :
        List.of(
            later,
            new Reservation(
                later.rid(),
                arrived,
                later.subject(),
                later.amount(),
                1,
                2,
                later.windows(),
                List.of(),
                List.of(),
                later.until()))) {
      assertThat(ReservationJson.read(one.rid(), one.amount(), ReservationJson.write(one)))
          .isEqualTo(one);
    }
  }

  @Test
  void a_call_that_is_limited_by_its_model_is_settled_by_its_record_on_the_account_that_it_holds() {
    var model = new Scope(ScopeKind.MODEL, SUBJECT.provider() + "/" + SUBJECT.model());
    Reservation call = scene.running("0.25", Scene.monthly(model, "1"));
    assertThat(scene.journal(call.rid()).reservation()).contains(call);
    scene.after(Duration.ofMinutes(10)).sweep();
    assertThat(scene.held(model, Period.MONTH)).isEqualTo("0");
    assertThat(scene.spent(model, Period.MONTH)).isEqualTo("0.25");
  }

  @Test
  void the_id_of_an_attempt_is_its_address() {
    var rid = new Rid(scene.bucket(), 15, "3f-9.b", 12);
    assertThat(rid).hasToString(BUCKET + "-f-3f-9.b.12");
    assertThat(Rid.parse(rid.toString(), 1)).isEqualTo(rid);
    assertThat(rid.key().pk()).isEqualTo("J#" + BUCKET + "#f");
  }
}
