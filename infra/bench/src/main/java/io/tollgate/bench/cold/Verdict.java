package io.tollgate.bench.cold;

import io.tollgate.bench.Sheet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// What all starts came to, against what is wanted.
///
/// @param sdk median CPU of the SDK alone, in milliseconds
/// @param answered median CPU until the first answer, in milliseconds
/// @param resident median memory, in megabytes
/// @param zip its size, in megabytes
record Verdict(long sdk, long answered, long resident, long zip) {
  private static final long MOST_CPU = 1_500;

  /// Where the 1,500 ms were set, the SDK alone took 930.
  private static final BigDecimal MOST_TIMES = new BigDecimal("1.61");

  private static final long MOST_RESIDENT = 200;
  private static final long LARGEST_ZIP = 20;

  static Verdict of(List<Start> starts, long zip) {
    return new Verdict(
        median(starts, Start::sdk),
        median(starts, Start::answered),
        median(starts, Start::resident),
        zip);
  }

  private static long median(List<Start> starts, ToLongFunction<Start> number) {
    long[] sorted = starts.stream().mapToLong(number).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  /// How often the SDK's own start fits into the first answer's CPU, rounded up.
  private BigDecimal times() {
    return BigDecimal.valueOf(answered).divide(BigDecimal.valueOf(sdk), 2, RoundingMode.CEILING);
  }

  Sheet medians() {
    return new Sheet(
        "medians",
        List.of("SDK alone CPU ms", "CPU ms until answered", "times", "resident MB"),
        List.of(List.of(sdk, answered, times(), resident)));
  }

  /// Each bound that does not hold, a sentence each. On a slow machine the SDK alone is slow too,
  /// so a start is too slow only if it is that against both.
  List<String> broken() {
    var broken = new ArrayList<String>();
    if (answered > MOST_CPU && times().compareTo(MOST_TIMES) > 0) {
      broken.add(
          ("the first answer took %d ms of CPU, which is more than %d, and %s times the %d ms of the"
                  + " SDK alone, which is more than %s")
              .formatted(answered, MOST_CPU, times(), sdk, MOST_TIMES));
    }
    if (resident > MOST_RESIDENT) {
      broken.add("%d MB resident; at most %d".formatted(resident, MOST_RESIDENT));
    }
    if (zip > LARGEST_ZIP) {
      broken.add("the zip is %d MB; at most %d".formatted(zip, LARGEST_ZIP));
    }
    return broken;
  }
}
