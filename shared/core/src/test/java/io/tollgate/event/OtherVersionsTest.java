package io.tollgate.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Source;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.spend.Subject;
import io.tollgate.table.Item;
import io.tollgate.table.Num;
import io.tollgate.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// An upgrade and a rollback meet what the other version wrote: messages wait in the queue for
/// days, journal items for weeks. The files are of November 2026 and never change; a new format
/// gets new files beside them.
class OtherVersionsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Bucket BUCKET = Bucket.of(NOON, 5);
  private static final Attribution WHO =
      new Attribution("ada", "bot", "sales", "search", "key_1", Optional.of("run-7"));
  private static final Charge CHARGE =
      new Charge(
          Map.of(
              Meter.INPUT, new Charge.Line(800, Usd.parse("0.00012")),
              Meter.OUTPUT, new Charge.Line(120, Usd.parse("0.000072"))),
          "default");
  private static final CallFacts FACTS =
      new CallFacts(
          NOON,
          true,
          List.of(new CallFacts.Attempt("openai", "gpt-4o-mini", 200, "", 880)),
          OptionalLong.of(210),
          900,
          "stop",
          false,
          "req_1",
          40,
          false,
          "",
          "",
          "00-ab-cd-01",
          List.of(),
          false,
          Map.of("team", "red"));
  private static final Reservation RESERVATION =
      new Reservation(
          new Rid(BUCKET, 3, "3c1e7f0a-0000", 2),
          new Bucket(BUCKET.number() - 1, 5),
          new Subject(WHO, "openai", "gpt-4o-mini", "v7"),
          Usd.parse("0.25"),
          900,
          200,
          Calendar.utc().windows(BUCKET),
          List.of(
              new Reservation.Held(new Scope(ScopeKind.KEY, "key_1"), Map.of("t.m", 77L)),
              new Reservation.Held(Scope.WORKSPACE, Map.of())),
          List.of(new Scope(ScopeKind.MEMBER, "ada"), new Scope(ScopeKind.SESSION, "run-7")),
          NOON.plusSeconds(900));
  private static final UsageEvent.Ended ENDED =
      new UsageEvent.Ended(
          new Incoming(RESERVATION, new Truth.Metered(CHARGE), EventJson.write(FACTS)), false);
  private static final UsageEvent.Refused REFUSED =
      new UsageEvent.Refused(
          Reservation.requestId(BUCKET, "3c1e7f0a-0000"),
          NOON,
          WHO,
          "openai",
          "gpt-4o-mini",
          402,
          "budget_exceeded",
          "monthly:feature/search",
          "feature/search",
          "Budget 'monthly:feature/search' of $50 is used up.",
          "");

  private static String file(String name) {
    try (InputStream bytes = OtherVersionsTest.class.getResourceAsStream("2026-11/" + name)) {
      return new String(bytes.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new AssertionError(name, e);
    }
  }

  private static Item item(String name) {
    var item = Item.builder();
    tree(file(name))
        .properties()
        .forEach(attribute -> {
          JsonNode value = attribute.getValue();
          if (value.isNumber()) {
            item.set(attribute.getKey(), Num.of(new BigInteger(value.asText())));
          } else {
            item.set(attribute.getKey(), value.asText());
          }
        });
    return item.build();
  }

  private static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  /// All objects of a tree.
  private static List<ObjectNode> objects(JsonNode tree) {
    List<ObjectNode> found = new ArrayList<>();
    if (tree instanceof ObjectNode object) {
      found.add(object);
    }
    tree.forEach(child -> found.addAll(objects(child)));
    return found;
  }

  @Test
  void events_of_november_2026_are_read() {
    assertThat(EventJson.read(file("ended.json"))).isEqualTo(ENDED);
    assertThat(EventJson.read(file("refused.json"))).isEqualTo(REFUSED);
    assertThat(EventJson.refusal(file("refused.json"))).isEqualTo(REFUSED);
  }

  @Test
  void a_version_of_november_2026_that_is_rolled_back_to_reads_what_this_one_writes() {
    assertThat(EventJson.write(ENDED)).isEqualTo(file("ended.json"));
    assertThat(EventJson.write(REFUSED)).isEqualTo(file("refused.json"));
  }

  @Test
  void journal_items_of_november_2026_are_read() {
    var settled = JournalItem.read("3ka40-3-3c1e7f0a-0000.2", 5, item("journal-item.json"));
    assertThat(settled)
        .isEqualTo(
            new JournalItem.Contents(
                "SETTLED",
                Optional.of(RESERVATION),
                Optional.of(Source.USAGE),
                Usd.parse("0.000192"),
                CHARGE,
                EventJson.write(FACTS)));
    assertThat(EventJson.facts(settled.facts())).isEqualTo(FACTS);
    var open = JournalItem.read("3ka40-3-3c1e7f0a-0000.2", 5, item("open-journal-item.json"));
    assertThat(open.state()).isEqualTo("OPEN");
    assertThat(open.reservation()).contains(RESERVATION);
  }

  @Test
  void fields_that_a_newer_version_added_are_passed_over_anywhere_but_among_the_meters() {
    JsonNode newer = tree(file("ended.json"));
    objects(newer).stream()
        .filter(object -> !object.has("tier") && !object.has("team"))
        .forEach(object -> object.put("zeal", 7).putObject("zest").put("of", "lemon"));
    var read = (UsageEvent.Ended) EventJson.read(newer.toString());
    assertThat(read.reservation()).isEqualTo(RESERVATION);
    assertThat(read.truth()).isEqualTo(ENDED.truth());
    assertThat(read.settled()).isFalse();
    assertThat(EventJson.facts(read.incoming().facts())).isEqualTo(FACTS);
    // Nothing is lost for whoever knows more.
    assertThat(read.incoming().facts()).contains("\"zest\":{\"of\":\"lemon\"}");

    JsonNode refused = tree(file("refused.json"));
    objects(refused).forEach(object -> object.put("zeal", 7));
    assertThat(EventJson.read(refused.toString())).isEqualTo(REFUSED);
  }

  @Test
  void a_settled_call_of_a_newer_version_is_still_seen_at_a_glance() {
    ObjectNode newer = (ObjectNode) tree(file("ended.json"));
    newer.put("settled", true);
    ((ObjectNode) newer.path("reservation")).put("zeal", 7).putObject("zest").put("m", "bob");
    Set<Scope> seen = new HashSet<>();
    assertThat(Glance.seesSettled(newer.toString(), seen::add)).isTrue();
    assertThat(seen)
        .containsExactlyInAnyOrder(
            new Scope(ScopeKind.KEY, "key_1"),
            Scope.WORKSPACE,
            new Scope(ScopeKind.MEMBER, "ada"),
            new Scope(ScopeKind.SESSION, "run-7"));
  }

  @Test
  void what_an_older_version_left_out_is_empty() {
    ObjectNode older = (ObjectNode) tree(file("ended.json"));
    ObjectNode facts = (ObjectNode) older.path("facts");
    facts.retain("at", "tries", "ms");
    ((ObjectNode) older.path("reservation")).remove("ab");
    var read = (UsageEvent.Ended) EventJson.read(older.toString());
    assertThat(read.reservation().arrived()).isEqualTo(BUCKET);
    assertThat(EventJson.facts(read.incoming().facts()))
        .isEqualTo(
            new CallFacts(
                NOON,
                false,
                FACTS.attempts(),
                OptionalLong.empty(),
                900,
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
                Map.of()));
  }
}
