package io.tollgate.books;

import io.tollgate.money.Usd;
import java.util.List;

/// What was spent under one combination of names.
///
/// @param names one for each axis that was asked for, in that order
/// @param calls that were charged or counted
/// @param inputTokens cached ones too
/// @param cost exact, for all meters
public record SpendLine(
    List<String> names, long calls, long inputTokens, long outputTokens, Usd cost) {
  public SpendLine {
    names = List.copyOf(names);
  }

  SpendLine plus(SpendLine other) {
    return new SpendLine(
        names,
        calls + other.calls,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        cost.plus(other.cost));
  }
}
