package io.tollgate.usage;

import java.util.EnumMap;
import java.util.Map;

/// What one call consumed, as disjoint counts per meter.
///
/// @param counts how much of each meter, in the meter's unit; absent is 0, never negative
/// @param reasoning tokens of {@link Meter#OUTPUT} that were reasoning: for information, already
///   inside the output
/// @param tier the service tier that the provider says it served; empty if it said none
/// @param inconsistent whether the provider's numbers contradicted each other and were clamped at 0
public record Usage(Map<Meter, Long> counts, long reasoning, String tier, boolean inconsistent) {
  public static final Usage NONE = new Usage(Map.of(), 0, "", false);

  public Usage {
    var copy = new EnumMap<Meter, Long>(Meter.class);
    counts.forEach((meter, count) -> {
      if (count < 0) {
        throw new IllegalArgumentException("a negative count of " + meter + ": " + count);
      }
      if (count > 0) {
        copy.put(meter, count);
      }
    });
    counts = java.util.Collections.unmodifiableMap(copy);
  }

  public long count(Meter meter) {
    return counts.getOrDefault(meter, 0L);
  }

  /// All tokens that were sent, cached ones too: what long-context prices are decided by.
  public long inputTokens() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isInputTokens())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  public long outputTokens() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isOutputTokens())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
