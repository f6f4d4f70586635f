package io.tollgate.pricing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.money.Usd;
import io.tollgate.pricing.Rate.Cliff;
import io.tollgate.spend.Charge;
import io.tollgate.usage.Meter;
import io.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RateCardTest {
  private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");
  private static final ServiceTiers TIERS =
      new ServiceTiers(
          Map.of(
              "default", BigDecimal.ONE,
              "flex", new BigDecimal("0.5"),
              "priority", new BigDecimal("2.5")));

  @Test
  void a_charge_has_a_line_for_each_meter_and_adds_up_to_their_sum() {
    RateCard card = card(Map.of(Meter.INPUT, "2", Meter.CACHE_READ, "0.5", Meter.OUTPUT, "8"));
    Charge charge =
        card.charge(usage(Map.of(Meter.INPUT, 10L, Meter.CACHE_READ, 4L, Meter.OUTPUT, 1L)), NOW);
    assertThat(charge.lines())
        .isEqualTo(
            Map.of(
                Meter.INPUT, new Charge.Line(10, Usd.parse("0.00002")),
                Meter.CACHE_READ, new Charge.Line(4, Usd.parse("0.000002")),
                Meter.OUTPUT, new Charge.Line(1, Usd.parse("0.000008"))));
    assertThat(charge.total()).isEqualTo(Usd.parse("0.00003"));
  }

  @Test
  void each_meter_is_rounded_half_even_to_a_pico_dollar() {
    RateCard card = card(Map.of(Meter.INPUT, "0.0000005", Meter.OUTPUT, "0.0000015"));
    Charge charge = card.charge(usage(Map.of(Meter.INPUT, 1L, Meter.OUTPUT, 1L)), NOW);
    assertThat(charge.lines())
        .isEqualTo(
            Map.of(
                Meter.INPUT, new Charge.Line(1, Usd.ZERO),
                Meter.OUTPUT, new Charge.Line(1, Usd.ofPicos(2))));
  }

  @Test
  void beyond_a_cliff_every_token_costs_the_tiers_price_and_cached_ones_count_towards_it() {
    var rates =
        Map.of(
            Meter.INPUT, cliff("2", 100, "4"),
            Meter.CACHE_READ, cliff("1", 100, "2"),
            Meter.OUTPUT, cliff("10", 100, "15"));
    RateCard card = card(rates, ServiceTiers.NONE);
    assertThat(cost(card, Map.of(Meter.INPUT, 60L, Meter.CACHE_READ, 40L, Meter.OUTPUT, 1L)))
        .isEqualTo(Usd.parse("0.00017"));
    assertThat(cost(card, Map.of(Meter.INPUT, 60L, Meter.CACHE_READ, 41L, Meter.OUTPUT, 1L)))
        .isEqualTo(Usd.parse("0.000337"));
  }

  @Test
  void a_special_kind_without_a_price_costs_what_its_parent_does_and_is_named() {
    RateCard card = card(Map.of(Meter.INPUT, "1", Meter.INPUT_AUDIO, "30", Meter.OUTPUT, "2"));
    assertThat(cost(card, Map.of(Meter.CACHE_READ, 1L))).isEqualTo(Usd.parse("0.000001"));
    assertThat(cost(card, Map.of(Meter.CACHE_WRITE_1H, 1L))).isEqualTo(Usd.parse("0.000001"));
    assertThat(cost(card, Map.of(Meter.CACHE_AUDIO_READ, 1L))).isEqualTo(Usd.parse("0.00003"));
    assertThat(cost(card, Map.of(Meter.OUTPUT_AUDIO, 1L))).isEqualTo(Usd.parse("0.000002"));
    assertThat(card.borrowed(usage(Map.of(Meter.OUTPUT_AUDIO, 1L, Meter.INPUT_AUDIO, 1L))))
        .containsExactly(Meter.OUTPUT_AUDIO);
  }

  @Test
  void what_the_card_does_not_sell_is_said_and_never_free() {
    RateCard card = card(Map.of(Meter.INPUT, "1", Meter.OUTPUT, "2"));
    assertThatThrownBy(() -> cost(card, Map.of(Meter.WEB_SEARCH, 1L)))
        .isInstanceOf(UnratedMeter.class)
        .hasMessage(
            "no WEB_SEARCH rate for house/llama in prices-1; give one under the provider's `prices:` in"
                + " tollgate.yaml");
    assertThat(card.dearest(Meter.WEB_SEARCH, 0, NOW, NOW)).isEmpty();
    assertThat(card.dearest(Meter.CACHE_READ, 0, NOW, NOW)).contains(Usd.parse("0.000001"));
  }

  @Test
  void the_served_tier_multiplies_tokens_but_not_searches() {
    RateCard card =
        card(rates(Map.of(Meter.INPUT, "2", Meter.OUTPUT, "8", Meter.WEB_SEARCH, "0.01")), TIERS);
    var counts = Map.of(Meter.INPUT, 1000L, Meter.OUTPUT, 100L, Meter.WEB_SEARCH, 2L);
    assertThat(served(card, counts, "")).isEqualTo(Usd.parse("0.0228"));
    assertThat(served(card, counts, "default")).isEqualTo(Usd.parse("0.0228"));
    assertThat(served(card, counts, "flex")).isEqualTo(Usd.parse("0.0214"));
    assertThat(served(card, counts, "priority")).isEqualTo(Usd.parse("0.027"));
    assertThat(served(card, counts, "brand-new")).isEqualTo(Usd.parse("0.027"));
  }

  @Test
  void a_fee_per_request_is_charged_even_if_nobody_counted_the_request() {
    RateCard card = card(Map.of(Meter.INPUT, "1", Meter.OUTPUT, "1", Meter.REQUEST, "0.012"));
    assertThat(cost(card, Map.of(Meter.INPUT, 1L))).isEqualTo(Usd.parse("0.012001"));
    assertThat(card.bound(1, 0, NOW, NOW)).isEqualTo(Usd.parse("0.012001"));
    RateCard without = card(Map.of(Meter.INPUT, "1", Meter.OUTPUT, "1"));
    assertThat(cost(without, Map.of(Meter.REQUEST, 1L))).isEqualTo(Usd.ZERO);
  }

  @Test
  void the_bound_takes_the_dearest_kind_of_input_and_the_length_it_may_reach() {
    var rates =
        Map.of(
            Meter.INPUT, cliff("2", 100, "4"),
            Meter.CACHE_WRITE, cliff("2.5", 100, "5"),
            Meter.OUTPUT, cliff("10", 100, "15"));
    RateCard card = card(rates, TIERS);
    assertThat(card.bound(100, 10, NOW, NOW)).isEqualTo(Usd.parse("0.00035"));
    assertThat(card.bound(101, 10, NOW, NOW)).isEqualTo(Usd.parse("0.000655"));
  }

  @Test
  void the_bound_reserves_for_the_tier_that_may_be_served_and_counts_on_no_discount() {
    RateCard card = card(rates(Map.of(Meter.INPUT, "1", Meter.OUTPUT, "1")), TIERS);
    assertThat(card.bound(1, 1, NOW, NOW)).isEqualTo(Usd.parse("0.000002"));
    assertThat(card.bound(1, 1, NOW, NOW, "flex")).isEqualTo(Usd.parse("0.000002"));
    assertThat(card.bound(1, 1, NOW, NOW, "default")).isEqualTo(Usd.parse("0.000002"));
    assertThat(card.bound(1, 1, NOW, NOW, "priority")).isEqualTo(Usd.parse("0.000005"));
    assertThat(card.bound(1, 1, NOW, NOW, "auto")).isEqualTo(Usd.parse("0.000005"));
    assertThat(card.bound(1, 1, NOW, NOW, "")).isEqualTo(Usd.parse("0.000005"));
  }

  @Test
  void the_bound_of_free_input_and_a_capped_output_is_exact() {
    RateCard card = card(Map.of(Meter.INPUT, "0", Meter.OUTPUT, "100"));
    assertThat(card.bound(4_000, 1_000, NOW, NOW.plusSeconds(900))).isEqualTo(Usd.parse("0.1"));
    assertThat(card.isZero()).isFalse();
    assertThat(card(Map.of(Meter.INPUT, "0", Meter.OUTPUT, "0")).isZero()).isTrue();
  }

  @Test
  void a_million_additions_of_a_ten_millionth_dollar_are_a_tenth_of_a_dollar() {
    RateCard card = card(Map.of(Meter.INPUT, "0.1", Meter.OUTPUT, "0.1"));
    Usd one = cost(card, Map.of(Meter.INPUT, 1L));
    Usd sum = Usd.ZERO;
    for (int i = 0; i < 1_000_000; i++) {
      sum = sum.plus(one);
    }
    assertThat(one).isEqualTo(Usd.parse("0.0000001"));
    assertThat(sum).isEqualTo(Usd.parse("0.1"));
  }

  private static Rate cliff(String price, long above, String beyond) {
    return new Rate(
        Rate.picos(Meter.INPUT, new BigDecimal(price)),
        List.of(new Cliff(above, Rate.picos(Meter.INPUT, new BigDecimal(beyond)))));
  }

  private static Map<Meter, Rate> rates(Map<Meter, String> prices) {
    var rates = new HashMap<Meter, Rate>();
    prices.forEach((meter, price) -> rates.put(meter, Rate.of(meter, new BigDecimal(price))));
    return rates;
  }

  private static RateCard card(Map<Meter, String> prices) {
    return card(rates(prices), ServiceTiers.NONE);
  }

  private static RateCard card(Map<Meter, Rate> rates, ServiceTiers tiers) {
    return new RateCard("house/llama", "prices-1", Schedule.always(new Tariff(rates)), tiers);
  }

  private static Usd cost(RateCard card, Map<Meter, Long> counts) {
    return card.charge(usage(counts), NOW).total();
  }

  private static Usd served(RateCard card, Map<Meter, Long> counts, String tier) {
    return card.charge(new Usage(counts, 0, tier, false), NOW).total();
  }

  private static Usage usage(Map<Meter, Long> counts) {
    return new Usage(counts, 0, "", false);
  }
}
