package io.tollgate.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.pricing.RateCard;
import io.tollgate.usage.Meter;
import io.tollgate.usage.Usage;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/// The bound is what keeps a budget: no text call may cost more, on no card, however its tokens are
/// split.
class BoundPropertyTest {
  private static final List<RateCard> CARDS =
      Cards.all().stream()
          .filter(card -> card.sells(Meter.INPUT) && card.sells(Meter.OUTPUT))
          .toList();
  private static final List<Meter> INPUTS =
      List.of(
          Meter.INPUT,
          Meter.CACHE_READ,
          Meter.CACHE_WRITE,
          Meter.CACHE_WRITE_1H,
          Meter.INPUT_IMAGE);
  private static final List<String> TIERS = List.of("default", "flex", "priority", "brand-new");
  private static final Instant EARLIEST = Instant.parse("2025-01-01T00:00:00Z");

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void no_split_of_the_tokens_and_no_served_tier_costs_more_than_the_bound_on_any_card(
      @ForAll @LongRange(max = 2_000_000) long input,
      @ForAll @LongRange(max = 200_000) long output,
      @ForAll @LongRange(max = 900L * 86_400) long second,
      @ForAll @IntRange(max = 7200) int lasts,
      @ForAll long seed) {
    RandomGenerator random = new SplittableRandom(seed);
    Instant from = EARLIEST.plusSeconds(second);
    Instant until = from.plusSeconds(lasts);
    Instant at = from.plusSeconds(random.nextInt(lasts + 1));
    for (RateCard card : CARDS) {
      Usage usage = split(input, output, "", random);
      assertThat(card.charge(usage, at).total())
          .as("%s of %s at %s", card.name(), usage.counts(), at)
          .isLessThanOrEqualTo(card.bound(input, output, from, until));
      Usage tiered = split(input, output, TIERS.get(random.nextInt(TIERS.size())), random);
      assertThat(card.charge(tiered, at).total())
          .as("%s of %s at %s", card.name(), tiered, at)
          .isLessThanOrEqualTo(card.bound(input, output, from, until, "auto"));
    }
  }

  private static Usage split(long input, long output, String tier, RandomGenerator random) {
    var counts = new EnumMap<Meter, Long>(Meter.class);
    long left = random.nextLong(input + 1);
    for (Meter meter : INPUTS) {
      long part = random.nextInt(3) == 0 ? left : random.nextLong(left + 1);
      counts.put(meter, part);
      left -= part;
    }
    counts.put(Meter.OUTPUT, random.nextLong(output + 1));
    return new Usage(counts, 0, tier, false);
  }
}
