package io.tollgate.ledger;

import java.util.Arrays;
import java.util.Optional;

/// The five kinds of windows that every account counts in, limited or not. The codes are frozen.
public enum Period {
  TOTAL('T', "total"),
  MONTH('M', "monthly"),
  WEEK('W', "weekly"),
  DAY('D', "daily"),
  HOUR('H', "hourly");

  private final char code;
  private final String word;

  Period(char code, String word) {
    this.code = code;
    this.word = word;
  }

  public char code() {
    return code;
  }

  /// As a policy names it: `monthly`.
  public String word() {
    return word;
  }

  public static Optional<Period> ofWord(String word) {
    return Arrays.stream(values()).filter(period -> period.word.equals(word)).findFirst();
  }
}
