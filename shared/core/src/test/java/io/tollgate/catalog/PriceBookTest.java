package io.tollgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.usage.Meter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceBookTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  @Test
  void the_snapshot_says_where_it_came_from() {
    var catalogue = PriceFiles.read("/prices/catalogue.json");
    assertThat(catalogue.path("source").asText()).isEqualTo("@pydantic/genai-prices");
    assertThat(catalogue.path("version").asText()).isEqualTo("0.1.8");
    assertThat(catalogue.path("integrity").asText()).startsWith("sha512-");
    assertThat(LocalDate.parse(catalogue.path("generatedAt").asText())).isNotNull();
    assertThat(Cards.BOOK.version()).isEqualTo("genai-prices-0.1.8");
  }

  @Test
  void every_provider_has_an_address_or_says_that_accounts_have_their_own_a_source_and_a_date() {
    assertThat(Cards.BOOK.providers()).isNotEmpty().doesNotHaveDuplicates();
    for (String id : Cards.BOOK.providers()) {
      ProviderFacts facts = Cards.BOOK.facts(id).orElseThrow();
      assertThat(facts.source()).as(id).startsWith("https://");
      assertThat(LocalDate.parse(facts.written())).as(id).isNotNull();
      assertThat(facts.dialect()).as(id).isNotEmpty();
      assertThat(facts.credential()).as(id).matches("none|env:[A-Z_]+");
      assertThat(facts.outputCap()).as(id).isIn("max_tokens", "max_completion_tokens");
      assertThat(facts.baseUrl().stream()).as(id).allMatch(url -> url.getScheme().equals("https"));
      facts
          .models()
          .keySet()
          .forEach(model -> assertThat(Cards.BOOK.row(id, model)).as(model).isPresent());
    }
  }

  @Test
  void every_provider_with_facts_has_prices_and_the_other_way_round() {
    var catalogue = PriceFiles.read("/prices/catalogue.json");
    assertThat(catalogue.path("providers").findValuesAsText("id"))
        .containsAll(Cards.BOOK.providers());
    Cards.BOOK
        .providers()
        .forEach(id -> assertThat(Cards.BOOK.list(id).rows()).as(id).isNotEmpty());
  }

  @Test
  void every_model_for_sale_prices_every_kind_of_token_and_says_which_searches_it_does_not_sell() {
    Instant now = Instant.parse("2026-11-20T12:00:00Z");
    for (Offer offer : new Catalogue(Cards.BOOK, List.of()).models()) {
      for (Meter meter : Meter.values()) {
        boolean priced = offer.card().dearest(meter, 1, now, now).isPresent();
        boolean mustBe = meter.unit() == Meter.Unit.TOKENS || offer.card().sells(meter);
        assertThat(priced).as("%s %s", offer.id(), meter).isEqualTo(mustBe);
      }
    }
  }

  @Test
  void the_snapshot_is_what_the_pinned_release_says(@TempDir Path folder) throws Exception {
    assumeTrue(
        System.getProperty("tollgate.prices.regenerate") != null,
        "give -Dtollgate.prices.regenerate to compare with the package; needs node and npm");
    Path fresh = folder.resolve("catalogue.json");
    Process generate =
        new ProcessBuilder(
                "node", ROOT.resolve("infra/prices/generate.mjs").toString(), fresh.toString())
            .inheritIO()
            .start();
    assertThat(generate.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(generate.exitValue()).isZero();
    assertThat(read(Files.readString(fresh)))
        .isEqualTo(
            read(
                Files.readString(
                    ROOT.resolve("shared/core/src/main/resources/prices/catalogue.json"))));
  }

  private static ObjectNode read(String text) throws Exception {
    ObjectNode catalogue = (ObjectNode) new JsonMapper().readTree(text);
    catalogue.remove("generatedAt");
    return catalogue;
  }
}
