package io.tollgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.catalog.ProviderSettings.Timeouts;
import io.tollgate.catalog.Resolution.Found;
import io.tollgate.catalog.Resolution.NotOffered;
import io.tollgate.catalog.Resolution.Unknown;
import io.tollgate.catalog.Resolution.Unpriced;
import io.tollgate.money.Usd;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final Catalogue SHIPPED = new Catalogue(Cards.BOOK, List.of());

  @Test
  void without_providers_every_openai_compatible_one_is_enabled() {
    Offer offer = found(SHIPPED, "openai/gpt-5.2");
    assertThat(offer.provider())
        .isEqualTo(
            new ProviderProfile(
                "openai",
                "openai",
                URI.create("https://api.openai.com/v1"),
                "env:OPENAI_API_KEY",
                "max_completion_tokens",
                Timeouts.DEFAULT));
    assertThat(offer.model()).isEqualTo("gpt-5.2");
    assertThat(offer.card().version()).isEqualTo("genai-prices-0.1.8");
    assertThat(offer.context()).contains(400_000L);
    assertThat(offer.maxOutput()).contains(128_000L);
    assertThat(offer.conduct()).isEqualTo(new Conduct(true, false, false));
    assertThat(found(SHIPPED, "mistral/mistral-large-2512").provider().outputCap())
        .isEqualTo("max_tokens");
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-5.2, openai, gpt-5.2, gpt-5.2",
    "GPT-5.2, openai, gpt-5.2, GPT-5.2",
    "openai/gpt-5.2-2025-12-11, openai, gpt-5.2, gpt-5.2-2025-12-11",
    "gpt-4o-2024-11-20, openai, gpt-4o, gpt-4o-2024-11-20",
    "gpt-4o-2024-05-13, openai, gpt-4o-2024-05-13, gpt-4o-2024-05-13",
    "gpt-5.6-sol-2026-08-21, openai, gpt-5.6-sol, gpt-5.6-sol-2026-08-21",
    "gpt-5.2-chat-latest, openai, gpt-5.2, gpt-5.2-chat-latest",
    "mistral-medium-latest, mistral, mistral-medium-latest, mistral-medium-latest",
    "ft:gpt-4o-mini-2024-07-18:acme::abc, openai, ft:gpt-4o-mini, ft:gpt-4o-mini-2024-07-18:acme::abc",
    "groq/openai/gpt-oss-120b, groq, openai/gpt-oss-120b, openai/gpt-oss-120b",
    "openai/gpt-oss-120b, groq, openai/gpt-oss-120b, openai/gpt-oss-120b",
    "openrouter/anthropic/claude-sonnet-4.5, openrouter, anthropic/claude-sonnet-4.5,"
        + " anthropic/claude-sonnet-4.5",
    "anthropic/claude-sonnet-4.5, openrouter, anthropic/claude-sonnet-4.5,"
        + " anthropic/claude-sonnet-4.5",
  })
  void aliases_and_dated_snapshots_are_the_same_row_and_go_upstream_as_they_were_written(
      String name, String provider, String booked, String upstream) {
    Offer offer = found(SHIPPED, name);
    assertThat(offer.provider().id()).isEqualTo(provider);
    assertThat(offer.model()).isEqualTo(booked);
    assertThat(offer.upstreamModel()).isEqualTo(upstream);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gpt-6.1-sol",
        "openai/gpt-5.7",
        "gpt-5.2-ultra",
        "gpt-5-nano-pro",
        "grok-4.7",
        "mistral-large-2612",
        "ft:gpt-4.1-mini:acme::abc",
        "deepseek-v4-flash-2",
        "",
        "/",
        "openai/"
      })
  void a_new_model_is_never_sold_at_the_price_of_one_whose_name_begins_alike(String name) {
    assertThat(SHIPPED.resolve(name)).isInstanceOf(Unknown.class);
  }

  @Test
  void the_rows_of_providers_that_are_not_spoken_yet_are_anchored_too() {
    assertThat(Cards.BOOK.row("anthropic", "claude-sonnet-5")).isPresent();
    assertThat(Cards.BOOK.row("anthropic", "claude-haiku-4-5-20251001")).isPresent();
    assertThat(Cards.BOOK.row("anthropic", "claude-sonnet-5-5")).isEmpty();
    assertThat(Cards.BOOK.row("anthropic", "claude-haiku-5-5")).isEmpty();
    assertThat(Cards.BOOK.row("anthropic", "claude-fable-5-2")).isEmpty();
    assertThat(Cards.BOOK.row("google", "gemini-4-pro")).isEmpty();
    assertThat(Cards.BOOK.row("google", "gemini-2.5-pro-preview-tts"))
        .isNotEqualTo(Cards.BOOK.row("google", "gemini-2.5-pro"));
  }

  @Test
  void an_unknown_name_is_answered_with_the_nearest_ones() {
    assertThat(SHIPPED.resolve("openai/gpt-4o-mimi"))
        .isInstanceOfSatisfying(
            Unknown.class,
            unknown -> assertThat(unknown.nearest()).first().isEqualTo("openai/gpt-4o-mini"));
    assertThat(SHIPPED.resolve("x".repeat(10_000))).isEqualTo(new Unknown(List.of()));
  }

  @Test
  void a_provider_whose_api_is_not_spoken_yet_says_so() {
    assertThat(SHIPPED.resolve("anthropic/claude-haiku-4-5"))
        .isEqualTo(
            new NotOffered(
                "anthropic",
                "claude-haiku-4-5",
                "anthropic/claude-haiku-4-5 cannot be called from here: its API, anthropic, is not"
                    + " supported yet."));
    assertThat(SHIPPED.resolve("claude-opus-5-5")).isInstanceOf(NotOffered.class);
    assertThat(SHIPPED.resolve("azure/gpt-5.2"))
        .isInstanceOfSatisfying(
            NotOffered.class, not -> assertThat(not.why()).contains("`base_url`"));
  }

  @Test
  void with_providers_only_those_are_enabled() {
    var catalogue = new Catalogue(Cards.BOOK, List.of(Cards.settings("groq", Map.of())));
    assertThat(found(catalogue, "llama-3.1-8b-instant").provider().baseUrl())
        .isEqualTo(URI.create("https://groq.example/v1"));
    assertThat(catalogue.resolve("openai/gpt-5.2"))
        .isInstanceOfSatisfying(
            NotOffered.class, not -> assertThat(not.why()).contains("not among the `providers:`"));
    assertThat(catalogue.models()).allMatch(offer -> offer.provider().id().equals("groq"));
  }

  @Test
  void a_provider_of_the_teams_own_offers_exactly_its_own_models() {
    var llama = prices(Map.of(Meter.INPUT, "0.20", Meter.OUTPUT, "0.60"));
    var catalogue =
        new Catalogue(Cards.BOOK, List.of(Cards.settings("House", Map.of("Llama-4", llama))));
    Offer offer = found(catalogue, "house/llama-4");
    assertThat(offer.model()).isEqualTo("Llama-4");
    assertThat(offer.context()).contains(128_000L);
    assertThat(offer.maxOutput()).contains(8192L);
    assertThat(offer.provider().credential()).isEqualTo("none");
    assertThat(offer.card().version()).matches("genai-prices-0\\.1\\.8\\+[0-9a-f]{8}");
    assertThat(catalogue.models()).extracting(Offer::id).containsExactly("House/Llama-4");
    assertThat(catalogue.resolve("house/gpt-5.2")).isInstanceOf(Unknown.class);
  }

  @Test
  void the_teams_prices_stand_on_top_meter_by_meter_and_change_the_version() {
    var cheap = prices(Map.of(Meter.OUTPUT, "7"));
    var catalogue =
        new Catalogue(Cards.BOOK, List.of(Cards.settings("openai", Map.of("gpt-5.2", cheap))));
    Offer offer = found(catalogue, "gpt-5.2-2025-12-11");
    assertThat(offer.card().dearest(Meter.OUTPUT, 0, NOW, NOW)).contains(Usd.parse("0.000007"));
    assertThat(offer.card().dearest(Meter.INPUT, 0, NOW, NOW)).contains(Usd.parse("0.00000175"));
    assertThat(offer.card().version()).startsWith("genai-prices-0.1.8+");
    assertThat(found(catalogue, "gpt-5.1").card().version()).isEqualTo("genai-prices-0.1.8");

    var dearer = prices(Map.of(Meter.OUTPUT, "7.0001"));
    var other =
        new Catalogue(Cards.BOOK, List.of(Cards.settings("openai", Map.of("gpt-5.2", dearer))));
    assertThat(found(other, "gpt-5.2").card().version()).isNotEqualTo(offer.card().version());
  }

  @Test
  void the_teams_price_of_a_model_is_not_one_for_its_differently_priced_snapshot() {
    var cheap = prices(Map.of(Meter.INPUT, "1", Meter.OUTPUT, "1"));
    var catalogue =
        new Catalogue(Cards.BOOK, List.of(Cards.settings("openai", Map.of("gpt-4o", cheap))));
    assertThat(found(catalogue, "gpt-4o-2024-05-13").card().version())
        .isEqualTo("genai-prices-0.1.8");
  }

  @Test
  void a_fine_tune_can_be_priced_by_the_team() {
    String tuned = "ft:gpt-4.1-mini:acme::abc";
    var price = prices(Map.of(Meter.INPUT, "0.8", Meter.OUTPUT, "3.2"));
    var catalogue =
        new Catalogue(Cards.BOOK, List.of(Cards.settings("openai", Map.of(tuned, price))));
    assertThat(found(catalogue, "openai/" + tuned).model()).isEqualTo(tuned);
  }

  @Test
  void a_price_of_zero_is_a_gap_unless_the_team_says_that_it_is_a_price() {
    String free = "openrouter/openai/gpt-oss-20b:free";
    assertThat(SHIPPED.resolve(free))
        .isInstanceOfSatisfying(
            Unpriced.class,
            unpriced -> {
              assertThat(unpriced.provider()).isEqualTo("openrouter");
              assertThat(unpriced.model()).isEqualTo("openai/gpt-oss-20b:free");
            });
    var priced =
        new Catalogue(
            Cards.BOOK,
            List.of(
                flagged(
                    "openrouter", Flags.UNSAID, Map.of("openai/gpt-oss-20b:free", zeroPriced()))));
    Offer offer = found(priced, free);
    assertThat(offer.card().isZero()).isTrue();
    assertThat(offer.card().bound(1000, 1000, NOW, NOW)).isEqualTo(Usd.ZERO);
    assertThat(priced.resolve("openrouter/openai/gpt-oss-120b:free")).isInstanceOf(Unpriced.class);
  }

  @Test
  void a_model_of_the_teams_own_that_costs_nothing_is_unpriced_too() {
    var nothing = prices(Map.of(Meter.INPUT, "0", Meter.OUTPUT, "0"));
    var half = prices(Map.of(Meter.OUTPUT, "1"));
    var catalogue =
        new Catalogue(
            Cards.BOOK, List.of(Cards.settings("house", Map.of("a", nothing, "b", half))));
    assertThat(catalogue.resolve("house/a")).isInstanceOf(Unpriced.class);
    assertThat(catalogue.resolve("house/b")).isInstanceOf(Unpriced.class);
    assertThat(catalogue.models()).isEmpty();
  }

  private static Optional<Offer> estimate(Catalogue catalogue, String name) {
    return catalogue.estimate((Unpriced) catalogue.resolve(name));
  }

  @Test
  void a_model_without_a_price_is_estimated_at_its_providers_dearest_meter_by_meter() {
    Map<Meter, String> plain = Map.of(Meter.INPUT, "1", Meter.OUTPUT, "4", Meter.CACHE_READ, "3");
    Map<Meter, String> wordy = Map.of(Meter.INPUT, "2", Meter.OUTPUT, "3");
    Map<Meter, String> half = Map.of(Meter.INPUT, "9");
    var catalogue =
        new Catalogue(
            Cards.BOOK,
            List.of(
                Cards.settings(
                    "house",
                    Map.of(
                        "a", prices(plain),
                        "b", prices(wordy),
                        "half", prices(half),
                        "new", prices(Map.of()))),
                Cards.settings("other", Map.of("dear", prices(Map.of(Meter.INPUT, "99"))))));
    Offer offer = estimate(catalogue, "house/new").orElseThrow();
    assertThat(offer.isEstimated()).isTrue();
    assertThat(offer.model()).isEqualTo("new");
    assertThat(offer.maxOutput()).contains(8192L);
    // Two dollars, four, and for what was cached the three that one of them takes.
    assertThat(offer.card().dearest(Meter.INPUT, 1, NOW, NOW)).contains(Usd.ofPicos(2_000_000));
    assertThat(offer.card().dearest(Meter.OUTPUT, 1, NOW, NOW)).contains(Usd.ofPicos(4_000_000));
    assertThat(offer.card().dearest(Meter.CACHE_READ, 1, NOW, NOW))
        .contains(Usd.ofPicos(3_000_000));
    assertThat(offer.card().version()).matches("estimated-genai-prices-0\\.1\\.8\\+[0-9a-f]{8}");
    // What is known of its own price is the least.
    assertThat(
            estimate(catalogue, "house/half")
                .orElseThrow()
                .card()
                .dearest(Meter.INPUT, 1, NOW, NOW))
        .contains(Usd.ofPicos(9_000_000));
    assertThat(found(catalogue, "house/a").isEstimated()).isFalse();
  }

  @Test
  void nothing_is_estimated_where_no_price_is_known_all_are_zero_or_not_all_is_counted() {
    var nothing = prices(Map.of(Meter.INPUT, "0", Meter.OUTPUT, "0"));
    var catalogue =
        new Catalogue(
            Cards.BOOK,
            List.of(
                Cards.settings("bare", Map.of("new", prices(Map.of()))),
                Cards.settings("free", Map.of("a", nothing, "new", prices(Map.of())))));
    assertThat(estimate(catalogue, "bare/new")).isEmpty();
    assertThat(estimate(catalogue, "free/new")).isEmpty();
    assertThat(estimate(SHIPPED, "whisper-1")).isEmpty();
  }

  @Test
  void a_model_of_the_price_list_whose_price_is_a_gap_is_estimated_with_long_prompts_counted_in() {
    Offer offer = estimate(SHIPPED, "openrouter/openai/gpt-oss-20b:free").orElseThrow();
    assertThat(offer.upstreamModel()).isEqualTo("openai/gpt-oss-20b:free");
    Usd estimated = offer.card().bound(1_000_000, 1000, NOW, NOW);
    assertThat(SHIPPED.models())
        .filteredOn(other -> other.provider().id().equals("openrouter"))
        .isNotEmpty()
        .allSatisfy(other ->
            assertThat(other.card().bound(1_000_000, 1000, NOW, NOW))
                .isLessThanOrEqualTo(estimated));
  }

  @ParameterizedTest
  @ValueSource(strings = {"whisper-1", "text-embedding-3-small", "perplexity/sonar-deep-research"})
  void a_model_priced_in_units_that_nobody_counts_is_unpriced(String name) {
    assertThat(SHIPPED.resolve(name)).isInstanceOf(Unpriced.class);
  }

  @Test
  void the_team_knows_best_how_a_model_behaves_then_the_catalogue() {
    assertThat(found(SHIPPED, "openrouter/deepseek/deepseek-v4-flash").conduct().honoursCap())
        .isFalse();
    Flags says =
        new Flags(Optional.empty(), Optional.of(true), Optional.of(true), Optional.empty());
    Flags but =
        new Flags(Optional.of(false), Optional.empty(), Optional.of(false), Optional.empty());
    var catalogue =
        new Catalogue(Cards.BOOK, List.of(flagged("openai", says, Map.of("gpt-5.2", but))));
    assertThat(found(catalogue, "gpt-5.1").conduct()).isEqualTo(new Conduct(true, true, true));
    assertThat(found(catalogue, "gpt-5.2-2025-12-11").conduct())
        .isEqualTo(new Conduct(false, true, false));
  }

  @Test
  void a_provider_without_an_address_stops_the_start() {
    var house =
        new ProviderSettings(
            "house",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Flags.UNSAID,
            Map.of(),
            Timeouts.DEFAULT);
    assertThatThrownBy(() -> new Catalogue(Cards.BOOK, List.of(house)))
        .hasMessage("provider house has no address: give its `base_url` in tollgate.yaml");
  }

  @Test
  void everything_listed_can_be_asked_for_by_its_id_and_means_itself() {
    assertThat(SHIPPED.models()).hasSizeGreaterThan(500);
    for (Offer offer : SHIPPED.models()) {
      assertThat(SHIPPED.resolve(offer.id())).isEqualTo(new Found(offer));
    }
  }

  private static Offer found(Catalogue catalogue, String name) {
    Resolution resolution = catalogue.resolve(name);
    assertThat(resolution).as(name).isInstanceOf(Found.class);
    return ((Found) resolution).offer();
  }

  private static Flags zeroPriced() {
    return new Flags(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(true));
  }

  private static ProviderSettings flagged(String id, Flags flags, Map<String, Flags> models) {
    return new ProviderSettings(
        id,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        flags,
        models,
        Timeouts.DEFAULT);
  }

  private static ModelPrices prices(Map<Meter, String> rates) {
    var read = new HashMap<Meter, BigDecimal>();
    rates.forEach((meter, price) -> read.put(meter, new BigDecimal(price)));
    return new ModelPrices(read, Optional.of(128_000L), Optional.of(8192L));
  }
}
