package io.tollgate.pricing;

import io.tollgate.money.Usd;
import io.tollgate.spend.Charge;
import io.tollgate.usage.Meter;
import io.tollgate.usage.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What one model at one provider costs: meter by meter, by time, by length and by service tier.
/// Immutable.
///
/// @param name the provider and the model, as errors name them: `openai/gpt-5.2`
/// @param version names these prices in the books; two cards with one version and name price alike
/// @param schedule which rates hold when
/// @param tiers what the service tier multiplies token prices by
public record RateCard(String name, String version, Schedule schedule, ServiceTiers tiers) {

  /// What a call costs, each meter rounded half-even to a pico-dollar. A fee per request is charged
  /// for a call even if its usage counts no request.
  ///
  /// @param usage disjoint counts, and the tier that was served
  /// @param at when the prices are looked up
  /// @throws UnratedMeter if something was counted that the card does not sell
  public Charge charge(Usage usage, Instant at) {
    Tariff tariff = schedule.at(at);
    BigDecimal factor = tiers.served(usage.tier());
    long inputTokens = usage.inputTokens();
    var lines = new EnumMap<Meter, Charge.Line>(Meter.class);
    for (Map.Entry<Meter, Long> counted : usage.counts().entrySet()) {
      Meter meter = counted.getKey();
      if (meter != Meter.REQUEST) {
        BigDecimal rate = rate(tariff, meter).at(inputTokens);
        BigDecimal unit = meter.unit() == Meter.Unit.TOKENS ? rate.multiply(factor) : rate;
        lines.put(meter, line(counted.getValue(), unit));
      }
    }
    // Few providers charge per request, so a count of requests without a rate costs nothing.
    Rate fee = tariff.rates().get(Meter.REQUEST);
    long requests = usage.count(Meter.REQUEST);
    lines.put(
        Meter.REQUEST,
        fee == null
            ? new Charge.Line(requests, Usd.ZERO)
            : line(Math.max(1, requests), fee.at(inputTokens)));
    return new Charge(lines, usage.tier());
  }

  /// The most that a call of text (and images, counted as input tokens) can cost at the standard
  /// service tier.
  ///
  /// It holds for every way to split the tokens over cache reads, cache writes and plain ones, for
  /// every long-context price that so many input tokens reach, and for every price that holds in
  /// the time. Searches and audio are not in it.
  ///
  /// @param inputTokens at most so many, cached ones too
  /// @param outputTokens at most so many over all choices, reasoning too
  /// @param from when the call may be priced, first
  /// @param until last
  public Usd bound(long inputTokens, long outputTokens, Instant from, Instant until) {
    return bound(inputTokens, outputTokens, from, until, BigDecimal.ONE);
  }

  /// The same for a call that asks for a service tier; empty and `auto` reserve for the dearest
  /// tier, since the provider's own settings decide then. A gateway that sends `default` need not.
  public Usd bound(
      long inputTokens, long outputTokens, Instant from, Instant until, String askedTier) {
    return bound(inputTokens, outputTokens, from, until, tiers.asked(askedTier));
  }

  /// The most that one unit of a meter costs in the time, rounded up to a pico-dollar, in a call of
  /// at most so many input tokens at the standard tier: what a search costs, or what is bounded
  /// apart, such as audio.
  ///
  /// @return empty if the card does not sell the meter and nothing stands in for it
  public Optional<Usd> dearest(Meter meter, long inputTokens, Instant from, Instant until) {
    return schedule.between(from, until).stream()
        .flatMap(tariff -> tariff.rate(meter).stream())
        .map(rate -> new Usd(ceiling(rate.dearestUpTo(inputTokens), BigDecimal.ONE)))
        .reduce(Usd::max);
  }

  /// Whether a meter has a price of its own at all times; otherwise its units cost what their
  /// parent's do.
  public boolean sells(Meter meter) {
    return schedule.entries().stream().allMatch(entry -> entry.tariff().sells(meter));
  }

  /// What was counted on meters without a price of their own, and so is charged at their parent's:
  /// the charge may be too low where the provider knows better (text prices for audio).
  public Set<Meter> borrowed(Usage usage) {
    var borrowed = EnumSet.noneOf(Meter.class);
    usage.counts().keySet().stream()
        .filter(meter -> meter != Meter.REQUEST && !sells(meter))
        .forEach(borrowed::add);
    return borrowed;
  }

  /// Whether everything on it costs nothing: a gap in the data, unless the team says otherwise.
  public boolean isZero() {
    return schedule.entries().stream().allMatch(entry -> entry.tariff().isZero());
  }

  private Usd bound(
      long inputTokens, long outputTokens, Instant from, Instant until, BigDecimal factor) {
    if (inputTokens < 0 || outputTokens < 0) {
      throw new IllegalArgumentException(
          "a call cannot have " + inputTokens + " input and " + outputTokens + " output tokens");
    }
    BigInteger dearest = BigInteger.ZERO;
    for (Tariff tariff : schedule.between(from, until)) {
      // Each unit's price is rounded up, so that rounding by meter can never add up to more than
      // the bound.
      BigInteger input = ceiling(tariff.dearestTextInput(inputTokens), factor);
      BigInteger output = ceiling(tariff.dearestTextOutput(inputTokens), factor);
      Rate fee = tariff.rates().get(Meter.REQUEST);
      BigInteger cost =
          input
              .multiply(BigInteger.valueOf(inputTokens))
              .add(output.multiply(BigInteger.valueOf(outputTokens)));
      if (fee != null) {
        cost = cost.add(ceiling(fee.dearestUpTo(inputTokens), BigDecimal.ONE));
      }
      dearest = dearest.max(cost);
    }
    return new Usd(dearest);
  }

  private Rate rate(Tariff tariff, Meter meter) {
    return tariff
        .rate(meter)
        .orElseThrow(() ->
            new UnratedMeter(
                "no "
                    + meter
                    + " rate for "
                    + name
                    + " in "
                    + version
                    + "; give one under the provider's `prices:` in tollgate.yaml"));
  }

  private static Charge.Line line(long count, BigDecimal unit) {
    BigDecimal picos = unit.multiply(BigDecimal.valueOf(count)).setScale(0, RoundingMode.HALF_EVEN);
    return new Charge.Line(count, new Usd(picos.unscaledValue()));
  }

  private static BigInteger ceiling(BigDecimal picos, BigDecimal factor) {
    return picos.multiply(factor).setScale(0, RoundingMode.CEILING).unscaledValue();
  }
}
