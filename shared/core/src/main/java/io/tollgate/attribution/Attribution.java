package io.tollgate.attribution;

import java.util.Optional;

/// Who a call is for, resolved before it is forwarded: four dimensions, the virtual key, and the
/// session if there is one.
///
/// Every field is 1 to 128 code points without controls; what nobody named is {@link
/// Dimension#UNALLOCATED}.
///
/// @param key the id of the virtual key, never its secret
public record Attribution(
    String member,
    String agent,
    String department,
    String feature,
    String key,
    Optional<String> session) {

  public String of(Dimension dimension) {
    return switch (dimension) {
      case MEMBER -> member;
      case AGENT -> agent;
      case DEPARTMENT -> department;
      case FEATURE -> feature;
    };
  }
}
