package io.tollgate.usage;

import java.util.Arrays;
import java.util.Optional;

/// A kind of thing that providers charge for. Counts of different meters never overlap, so a cost
/// is a dot product.
///
/// The codes stand in spend rows and are frozen (a test pins them).
public enum Meter {
  INPUT("in", Unit.TOKENS, true),
  CACHE_READ("cr", Unit.TOKENS, true),
  CACHE_WRITE("cw", Unit.TOKENS, true),
  CACHE_WRITE_1H("ch", Unit.TOKENS, true),
  INPUT_AUDIO("ia", Unit.TOKENS, true),
  CACHE_AUDIO_READ("ca", Unit.TOKENS, true),
  INPUT_IMAGE("ii", Unit.TOKENS, true),
  OUTPUT("out", Unit.TOKENS, false),
  OUTPUT_AUDIO("oa", Unit.TOKENS, false),
  OUTPUT_IMAGE("oi", Unit.TOKENS, false),
  WEB_SEARCH("ws", Unit.SEARCHES, false),
  FILE_SEARCH("fs", Unit.SEARCHES, false),
  REQUEST("rq", Unit.REQUESTS, false),
  /// What was charged at its bound because no usage was ever reported: money without a quantity.
  UNMETERED("bound", Unit.NOTHING, false);

  /// What one count of a meter is.
  public enum Unit {
    TOKENS,
    SEARCHES,
    REQUESTS,
    NOTHING
  }

  private final String code;
  private final Unit unit;
  private final boolean input;

  Meter(String code, Unit unit, boolean input) {
    this.code = code;
    this.unit = unit;
    this.input = input;
  }

  public String code() {
    return code;
  }

  public Unit unit() {
    return unit;
  }

  /// Whether it counts tokens that were sent to the model (cached ones too).
  public boolean isInputTokens() {
    return input;
  }

  public boolean isOutputTokens() {
    return unit == Unit.TOKENS && !input;
  }

  public static Optional<Meter> ofCode(String code) {
    return Arrays.stream(values()).filter(meter -> meter.code.equals(code)).findFirst();
  }
}
