package io.tollgate.bench.latency;

import java.net.URI;

/// The organisation whose calls are measured: four scopes with a limit (workspace, member, agent,
/// key), all others booked, none of them ever short.
final class Organisation {
  /// The largest limit that a budget can have.
  private static final String PLENTY = "1000000000000";

  private Organisation() {}

  /// @param provider where its only provider is
  static String yaml(URI provider) {
    return """
    organisation: bench
    timezone: UTC
    departments:
      research: {}
    members:
      ada: {department: research}
    providers:
      bench:
        dialect: openai
        base_url: "%s"
        credential: none
        prices: {m: {input: 0.15, output: 0.60, context: 128000, max_output: 16384}}
    policies:
      - {budget: monthly, of: workspace, limit_usd: %s}
      - {budget: daily, of: each member, limit_usd: %s}
      - {budget: daily, of: each agent, limit_usd: %s}
      - {rate: 6000000/min, of: each key, tokens: 60000000000/min}
    """
        .formatted(provider, PLENTY, PLENTY, PLENTY);
  }
}
