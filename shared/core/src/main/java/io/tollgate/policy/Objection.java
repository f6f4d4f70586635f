package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a policy says against a call, as a sentence for the caller.
///
/// @param policy its id
/// @param scope of whom it spoke
/// @param why with the values and, where there is something, what to do
/// @param field of the request that is at fault; empty for none
/// @param details the values once more, for programs, in the order in which they are shown
public record Objection(
    Ground ground,
    String policy,
    Scope scope,
    String why,
    String field,
    Map<String, String> details) {
  /// Why a call may not be made, what cannot be mended by waiting first.
  public enum Ground {
    SUSPENDED,
    MODEL_NOT_ALLOWED,
    ATTRIBUTION_REQUIRED,
    UNKNOWN_FIELD,
    OUTSIDE_SCHEDULE
  }

  public Objection {
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  boolean isGraverThan(Objection other) {
    return ground.compareTo(other.ground) < 0;
  }
}
