package io.tollgate.policy;

import java.util.OptionalLong;

/// What the policies say of a call's output tokens, for one choice.
///
/// @param usual assumed where the caller sets no cap; empty if no policy says
/// @param most above which no cap may be; empty if no policy says
public record OutputCap(OptionalLong usual, OptionalLong most) {
  public static final OutputCap NONE = new OutputCap(OptionalLong.empty(), OptionalLong.empty());

  /// The same with no cap above one more.
  public OutputCap atMost(OptionalLong tokens) {
    return new OutputCap(usual, lower(most, tokens));
  }

  /// The lower of each.
  OutputCap and(OutputCap other) {
    return new OutputCap(lower(usual, other.usual), lower(most, other.most));
  }

  private static OptionalLong lower(OptionalLong one, OptionalLong other) {
    if (one.isEmpty() || other.isEmpty()) {
      return one.isEmpty() ? other : one;
    }
    return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
  }
}
