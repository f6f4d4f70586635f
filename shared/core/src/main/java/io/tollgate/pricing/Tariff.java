package io.tollgate.pricing;

import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rates of a model that hold at one time, meter by meter.
///
/// @param rates the meters that have a price of their own
public record Tariff(Map<Meter, Rate> rates) {
  // What a text call's tokens may be billed as. Audio is not among them: it costs up to 13 times as
  // much
  // as text, and a call that has none must not reserve for it.
  private static final List<Meter> TEXT_INPUT =
      List.of(
          Meter.INPUT,
          Meter.CACHE_READ,
          Meter.CACHE_WRITE,
          Meter.CACHE_WRITE_1H,
          Meter.INPUT_IMAGE);
  private static final List<Meter> TEXT_OUTPUT = List.of(Meter.OUTPUT, Meter.OUTPUT_IMAGE);

  public Tariff {
    var copy = new EnumMap<Meter, Rate>(Meter.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
  }

  /// The same with other rates on top.
  public Tariff with(Map<Meter, Rate> others) {
    var all = new EnumMap<Meter, Rate>(Meter.class);
    all.putAll(rates);
    all.putAll(others);
    return new Tariff(all);
  }

  /// Meter by meter the most that one unit costs in any call under any of these, parents' prices
  /// where there are no own ones.
  public static Tariff dearest(List<Tariff> tariffs) {
    var dearest = new EnumMap<Meter, Rate>(Meter.class);
    for (Meter meter : Meter.values()) {
      tariffs.stream()
          .flatMap(tariff -> tariff.rate(meter).stream())
          .map(rate -> rate.dearestUpTo(Long.MAX_VALUE))
          .max(Comparator.naturalOrder())
          .ifPresent(picos -> dearest.put(meter, new Rate(picos, List.of())));
    }
    return new Tariff(dearest);
  }

  public boolean sells(Meter meter) {
    return rates.containsKey(meter);
  }

  /// The rate that a meter's units are charged at: its own, else that of the kind that it is a
  /// special case of.
  ///
  /// @return empty if neither has a price
  Optional<Rate> rate(Meter meter) {
    Rate own = rates.get(meter);
    if (own != null) {
      return Optional.of(own);
    }
    return parents(meter).stream().filter(this::sells).findFirst().map(rates::get);
  }

  BigDecimal dearestTextInput(long inputTokens) {
    return dearest(TEXT_INPUT, inputTokens);
  }

  BigDecimal dearestTextOutput(long inputTokens) {
    return dearest(TEXT_OUTPUT, inputTokens);
  }

  /// Whether everything costs nothing.
  public boolean isZero() {
    return rates.values().stream().allMatch(Rate::isZero);
  }

  private BigDecimal dearest(List<Meter> meters, long inputTokens) {
    BigDecimal dearest = BigDecimal.ZERO;
    for (Meter meter : meters) {
      Rate rate = rates.get(meter);
      if (rate != null) {
        dearest = dearest.max(rate.dearestUpTo(inputTokens));
      }
    }
    return dearest;
  }

  // The unit decomposition of genai-prices: an unpriced special unit is billed as what it
  // specialises. Cached
  // audio specialises two; audio comes first, being the dearer.
  private static List<Meter> parents(Meter meter) {
    return switch (meter) {
      case CACHE_READ, CACHE_WRITE, INPUT_AUDIO, INPUT_IMAGE -> List.of(Meter.INPUT);
      case CACHE_WRITE_1H -> List.of(Meter.CACHE_WRITE, Meter.INPUT);
      case CACHE_AUDIO_READ -> List.of(Meter.INPUT_AUDIO, Meter.CACHE_READ, Meter.INPUT);
      case OUTPUT_AUDIO, OUTPUT_IMAGE -> List.of(Meter.OUTPUT);
      case INPUT, OUTPUT, WEB_SEARCH, FILE_SEARCH, REQUEST, UNMETERED -> List.of();
    };
  }
}
