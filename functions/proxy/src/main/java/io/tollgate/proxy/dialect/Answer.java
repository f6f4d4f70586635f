package io.tollgate.proxy.dialect;

import io.tollgate.usage.Usage;
import java.util.Optional;

/// What we read in an answer or in one chunk of it.
///
/// @param isObject whether it is a JSON object at all
/// @param usage what the provider says was used; empty if it does not say
/// @param hasChoices whether it carries output
/// @param finishReason of the first choice; empty if it is not said
/// @param isError whether it reports an error
public record Answer(
    boolean isObject,
    Optional<Usage> usage,
    boolean hasChoices,
    String finishReason,
    boolean isError) {
  /// Something that is no JSON object.
  public static final Answer GARBAGE = new Answer(false, Optional.empty(), false, "", false);
}
