package io.tollgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.money.Usd;
import io.tollgate.usage.Meter;
import io.tollgate.usage.OpenAiUsage;
import io.tollgate.usage.OpenAiUsage.Input;
import io.tollgate.usage.OpenAiUsage.Output;
import io.tollgate.usage.Usage;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Calls whose price was computed by hand from the providers' pages; the ids are those of the
/// design's table.
class GoldenPricesTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Instant PEAK = Instant.parse("2026-11-20T02:00:00Z");

  private static final Usage O1 = chat(2006, 300, 2306, new Input(1920, 0, 0), new Output(0, 128));

  @Test
  void O1_cached_tokens_are_part_of_the_prompt_and_reasoning_of_the_completion() {
    costs("openai", "gpt-5.2", O1, "0.0046865");
  }

  @Test
  void O2_cache_writes_cost_more_than_input() {
    Usage usage = chat(2600, 150, 2750, new Input(2000, 400, 0), Output.PLAIN);
    costs("openai", "gpt-5.6-sol", usage, "0.0066");
  }

  @Test
  void O3_a_long_context_re_prices_the_whole_call() {
    Usage usage = chat(300_000, 2000, 302_000, new Input(100_000, 0, 0), Output.PLAIN);
    costs("openai", "gpt-5.4", usage, "1.095");
  }

  @Test
  void O4_one_token_each_way_is_not_rounded_away() {
    costs("openai", "gpt-4o-mini", chat(1, 1, 2, Input.PLAIN, Output.PLAIN), "0.00000075");
  }

  @Test
  void O5_audio_costs_its_own_price_both_ways() {
    Usage usage = chat(1000, 600, 1600, new Input(0, 0, 800), new Output(500, 0));
    costs("openai", "gpt-audio", usage, "0.0591");
  }

  @Test
  void O6_one_token_beyond_the_cliff_is_beyond_it() {
    Usage usage = chat(272_001, 1000, 273_001, Input.PLAIN, Output.PLAIN);
    costs("openai", "gpt-6-sol", usage, "1.103004");
  }

  @Test
  void A1_five_minute_and_one_hour_writes_differ() {
    Usage usage =
        counted(
            Map.of(
                Meter.INPUT, 21L,
                Meter.CACHE_WRITE, 1000L,
                Meter.CACHE_WRITE_1H, 500L,
                Meter.CACHE_READ, 188_086L,
                Meter.OUTPUT, 393L));
    costs("anthropic", "claude-haiku-4-5", usage, "0.0230446");
  }

  @Test
  void A2_the_cliff_counts_cached_tokens_and_searches_are_not_re_priced() {
    Usage usage =
        counted(
            Map.of(
                Meter.INPUT, 10_000L,
                Meter.CACHE_READ, 195_000L,
                Meter.OUTPUT, 1000L,
                Meter.WEB_SEARCH, 2L));
    costs("anthropic", "claude-sonnet-4-5", usage, "0.2195");
  }

  @Test
  void A2b_exactly_at_the_cliff_is_below_it() {
    Usage usage =
        counted(Map.of(Meter.INPUT, 5000L, Meter.CACHE_READ, 195_000L, Meter.OUTPUT, 1000L));
    costs("anthropic", "claude-sonnet-4-5", usage, "0.0885");
  }

  @Test
  void A3_a_cache_write_without_a_lifetime_is_a_five_minute_one() {
    Usage usage = counted(Map.of(Meter.INPUT, 100L, Meter.CACHE_WRITE, 2000L, Meter.OUTPUT, 50L));
    costs("anthropic", "claude-opus-5-5", usage, "0.0114");
  }

  @Test
  void G1_thoughts_are_output_and_a_long_prompt_is_dearer() {
    Usage usage =
        counted(Map.of(Meter.INPUT, 150_000L, Meter.CACHE_READ, 100_000L, Meter.OUTPUT, 1500L));
    costs("google", "gemini-2.5-pro", usage, "0.4225");
  }

  @Test
  void G1b_exactly_at_the_cliff_is_below_it() {
    Usage usage = counted(Map.of(Meter.INPUT, 200_000L, Meter.OUTPUT, 1500L));
    costs("google", "gemini-2.5-pro", usage, "0.265");
  }

  @Test
  void G2_audio_input_costs_its_own_price() {
    Usage usage = counted(Map.of(Meter.INPUT, 200L, Meter.INPUT_AUDIO, 1000L, Meter.OUTPUT, 150L));
    costs("google", "gemini-2.5-flash", usage, "0.001435");
  }

  @Test
  void G3_thinking_hidden_by_the_compatible_endpoint_is_charged() {
    Usage usage = chat(1200, 100, 1350, Input.PLAIN, Output.PLAIN);
    costs("google", "gemini-2.5-flash", usage, "0.000735");
  }

  @Test
  void B1_a_regional_profile_costs_a_tenth_more_than_the_global_one() {
    Usage usage =
        counted(
            Map.of(
                Meter.INPUT, 100L,
                Meter.CACHE_WRITE, 1000L,
                Meter.CACHE_READ, 2000L,
                Meter.OUTPUT, 50L));
    costs("aws", "us.anthropic.claude-sonnet-4-5-20250929-v1:0", usage, "0.00594");
    costs("aws", "global.anthropic.claude-sonnet-4-5-20250929-v1:0", usage, "0.0054");
  }

  @Test
  void B2_bedrocks_own_models_have_a_price() {
    Usage usage = counted(Map.of(Meter.INPUT, 1000L, Meter.OUTPUT, 500L));
    costs("aws", "amazon.nova-pro-v1:0", usage, "0.0024");
  }

  @Test
  void D1_the_hour_of_the_day_doubles_the_price() {
    Usage usage = chat(10_000, 500, 10_500, new Input(8192, 0, 0), Output.PLAIN);
    costs("deepseek", "deepseek-v4-flash", usage, "0.000785104");
    assertThat(Cards.card("deepseek", "deepseek-v4-flash").charge(usage, PEAK).total())
        .isEqualTo(Usd.parse("0.001570208"));
  }

  @Test
  void X1_reasoning_beside_the_completion_is_output() {
    Usage usage = chat(500, 40, 740, new Input(400, 0, 0), new Output(0, 200));
    costs("x-ai", "grok-4.3", usage, "0.000805");
  }

  @Test
  void M1_a_name_that_moves_on_costs_what_it_means_now() {
    Usage usage = chat(1000, 200, 1200, new Input(600, 0, 0), Output.PLAIN);
    costs("mistral", "mistral-medium-latest", usage, "0.00219");
  }

  @Test
  void R1_a_host_has_its_own_price_for_somebody_elses_model() {
    Usage usage = chat(1000, 200, 1200, new Input(512, 0, 0), Output.PLAIN);
    costs("groq", "openai/gpt-oss-120b", usage, "0.0002316");
  }

  @Test
  void C1_the_units_billed_are_what_counts() {
    Usage usage = counted(Map.of(Meter.INPUT, 100L, Meter.OUTPUT, 20L));
    costs("cohere", "command-a-03-2025", usage, "0.00045");
  }

  @Test
  void AZ1_azure_sells_openais_models_at_openais_prices() {
    costs("azure", "gpt-5.2-2025-12-11", O1, "0.0046865");
  }

  @Test
  void Z1_openrouters_price_is_what_it_says_it_billed() {
    Usage usage = chat(1000, 100, 1100, Input.PLAIN, Output.PLAIN);
    costs("openrouter", "anthropic/claude-sonnet-4.5", usage, "0.0045");
  }

  private static Usage chat(long prompt, long completion, long total, Input in, Output out) {
    return new OpenAiUsage(prompt, completion, total, in, out, "").usage();
  }

  private static Usage counted(Map<Meter, Long> counts) {
    return new Usage(counts, 0, "", false);
  }

  private static void costs(String provider, String model, Usage usage, String dollars) {
    assertThat(Cards.card(provider, model).charge(usage, NOON).total())
        .isEqualTo(Usd.parse(dollars));
  }
}
