package io.tollgate.bench.store;

import java.net.URI;
import java.util.List;

/// The organisation whose calls are counted: as many scopes with a limit as asked for, none of them
/// ever short, all others booked.
final class Organisation {
  /// The key has a rate in any case; it is the first.
  private static final List<String> BUDGETS =
      List.of("workspace", "each member", "each agent", "each feature", "each department");

  private Organisation() {}

  /// The most scopes that can have a limit here.
  static int mostScopes() {
    return BUDGETS.size() + 1;
  }

  static String yaml(URI provider, int scopes) {
    var yaml =
        new StringBuilder(
            """
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
              - {rate: 600000/min, of: each key, tokens: 1000000000/min}
            """
                .formatted(provider));
    for (String of : BUDGETS.subList(0, scopes - 1)) {
      yaml.append("  - {budget: monthly, of: ").append(of).append(", limit_usd: 1000000}\n");
    }
    return yaml.toString();
  }
}
