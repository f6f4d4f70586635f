package io.tollgate.bench.overspend;

/// Which budget is stormed.
enum Case {
  /// A budget of one feature, whose account an earlier call has made.
  TIGHT("one tight scope", "house", "tight", true, true),

  /// The same, whose account nobody has ever touched.
  COLD("a cold counter", "house", "cold", false, true),

  /// `each agent`, for an agent that nobody has ever heard of.
  NEW_AGENT("an inherited default, new agent", "newcomer", "any", false, true),

  /// `each member`, for a member that has never called.
  NEW_MEMBER("an inherited default, new member", "house", "any", false, true),

  /// Calls end while others still come.
  QUICK("a provider that answers at once", "house", "quick", false, false);

  private final String words;
  private final String agent;
  private final String feature;
  private final boolean warm;
  private final boolean held;

  Case(String words, String agent, String feature, boolean warm, boolean held) {
    this.words = words;
    this.agent = agent;
    this.feature = feature;
    this.warm = warm;
    this.held = held;
  }

  String words() {
    return words;
  }

  /// Whose agent calls in that round.
  String agent(int round) {
    return this == NEW_AGENT ? agent + "-" + round : agent;
  }

  String feature(int round) {
    return feature.equals("any") ? feature : feature + "-" + round;
  }

  /// The scope whose budget is $1.00.
  String scope(int round) {
    return switch (this) {
      case TIGHT, COLD, QUICK -> "feature/" + feature(round);
      case NEW_AGENT -> "agent/" + agent(round);
      case NEW_MEMBER -> "member/" + member(round);
    };
  }

  /// Who calls in that round.
  String member(int round) {
    return this == NEW_MEMBER ? "newcomer-" + round : "house";
  }

  /// Whether a call that cost nothing goes before.
  boolean isWarm() {
    return warm;
  }

  /// Whether the provider answers only when all callers have been told.
  boolean isHeld() {
    return held;
  }
}
