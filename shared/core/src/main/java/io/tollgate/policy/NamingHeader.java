package io.tollgate.policy;

import io.tollgate.attribution.Dimension;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The headers that name whom a call is for: ours first, then the names that users of other
/// gateways already send.
enum NamingHeader {
  AGENT("Tollgate-Agent", "Alephant-Agent-Id"),
  FEATURE("Tollgate-Feature", "Alephant-Feature"),
  // The last three are what agent command lines send unasked: Claude Code, Codex, OpenCode.
  SESSION(
      "Tollgate-Session-Id",
      "Alephant-Session-Id",
      "Helicone-Session-Id",
      "x-claude-code-session-id",
      "session-id",
      "x-session-id"),
  // Bound to the key: a header may repeat these and never set them.
  MEMBER("Tollgate-Member"),
  DEPARTMENT("Tollgate-Department");

  // The checker cannot see that List.of makes what never changes.
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Spelling> names;

  /// One name of a header.
  ///
  /// @param shown as people write it
  /// @param lower as headers are looked up: twelve names are, for every call
  record Spelling(String shown, String lower) {}

  NamingHeader(String... names) {
    this.names =
        Arrays.stream(names)
            .map(name -> new Spelling(name, name.toLowerCase(Locale.ROOT)))
            .toList();
  }

  List<Spelling> names() {
    return names;
  }

  static NamingHeader of(Dimension dimension) {
    return switch (dimension) {
      case MEMBER -> MEMBER;
      case AGENT -> AGENT;
      case DEPARTMENT -> DEPARTMENT;
      case FEATURE -> FEATURE;
    };
  }
}
