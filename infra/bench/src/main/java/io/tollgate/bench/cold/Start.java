package io.tollgate.bench.cold;

import java.util.List;

/// One start: CPU and time in milliseconds.
///
/// @param sdk CPU of the AWS SDK alone, started just before
/// @param asking CPU until the function asked for an event
/// @param answered CPU until the first call was answered
/// @param told CPU until the usage event was sent
/// @param wall time until the first call was answered
/// @param resident memory then, in megabytes
record Start(long sdk, long asking, long answered, long told, long wall, long resident) {
  static final List<String> COLUMNS =
      List.of(
          "start",
          "SDK alone CPU ms",
          "CPU ms until asking",
          "CPU ms until answered",
          "CPU ms until told",
          "wall ms until answered",
          "resident MB");

  List<Object> row(int number) {
    return List.of(number, sdk, asking, answered, told, wall, resident);
  }
}
