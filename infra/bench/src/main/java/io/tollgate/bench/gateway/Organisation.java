package io.tollgate.bench.gateway;

import java.net.URI;
import java.util.List;

/// The organisation whose calls are measured and counted: as many scopes with a limit as asked for,
/// none of them ever short, all others booked.
public final class Organisation {
  /// More than any run can spend, and still a budget that somebody could have.
  private static final String PLENTY = "1000000";

  /// The key has a rate in any case; it is the first.
  private static final List<String> BUDGETS =
      List.of("workspace", "each member", "each agent", "each feature", "each department");

  /// Key, workspace, member and agent.
  public static final int USUAL = 4;

  private Organisation() {}

  /// The most scopes that can have a limit here.
  public static int mostScopes() {
    return BUDGETS.size() + 1;
  }

  /// The usual one: key, workspace, member and agent have a limit.
  ///
  /// @param provider where its only provider is
  public static String yaml(URI provider) {
    return yaml(provider, USUAL);
  }

  /// @param provider where its only provider is
  /// @param scopes how many have a limit, the first of: key, workspace, member, agent, feature,
  ///   department
  public static String yaml(URI provider, int scopes) {
    return yaml(provider, scopes, List.of());
  }

  /// @param more policies, an entry of the file each
  public static String yaml(URI provider, int scopes, List<String> more) {
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
              - {rate: 6000000/min, of: each key, tokens: 60000000000/min}
            """
                .formatted(provider));
    for (String of : BUDGETS.subList(0, scopes - 1)) {
      yaml.append("  - {budget: monthly, of: ").append(of);
      yaml.append(", limit_usd: ").append(PLENTY).append("}\n");
    }
    more.forEach(policy -> yaml.append("  - ").append(policy).append('\n'));
    return yaml.toString();
  }
}
