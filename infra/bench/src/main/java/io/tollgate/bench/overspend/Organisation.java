package io.tollgate.bench.overspend;

import java.net.URI;
import java.util.Locale;

/// The organisation whose budgets are stormed: input is free, and 1,000 capped output tokens cost
/// exactly $0.10.
final class Organisation {
  static final int OUTPUT_TOKENS = 1_000;

  private static final String PROVIDER =
      """
        %s:
          dialect: openai
          base_url: "%s"
          credential: none
          zero_price: priced
          prices: {tenth: {input: 0, output: 100, context: 128000, max_output: 16384}}
      """;

  private Organisation() {}

  static String yaml(int rounds, URI held, URI instant, URI failing) {
    var yaml = new StringBuilder("organisation: bench\ntimezone: UTC\nmembers:\n  house: {}\n");
    for (int round = 1; round <= rounds; round++) {
      yaml.append("  ").append(Case.NEW_MEMBER.member(round)).append(": {}\n");
    }
    yaml.append("providers:\n")
        .append(PROVIDER.formatted("held", held))
        .append(PROVIDER.formatted("instant", instant))
        .append(PROVIDER.formatted("failing", failing))
        .append("policies:\n");
    for (int round = 1; round <= rounds; round++) {
      for (Case which : new Case[] {Case.TIGHT, Case.COLD, Case.QUICK}) {
        budget(which.scope(round), "1", yaml);
      }
    }
    budget("each agent", "1", yaml);
    budget("agent/house", "1000000", yaml);
    budget("each member", "1", yaml);
    budget("member/house", "1000000", yaml);
    return yaml.append("  - {rate: 60000000/min, of: each key}\n").toString();
  }

  private static void budget(String of, String dollars, StringBuilder yaml) {
    yaml.append(
        String.format(Locale.ROOT, "  - {budget: total, of: %s, limit_usd: %s}%n", of, dollars));
  }
}
