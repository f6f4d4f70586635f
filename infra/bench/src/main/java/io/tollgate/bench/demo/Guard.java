package io.tollgate.bench.demo;

import java.time.Duration;
import java.util.List;

/// What may stop a runaway agent, alone in force.
///
/// @param name for people
/// @param policies of the file, an entry each
/// @param isSwitch whether somebody suspends the agent's key while it runs
/// @param promise what it keeps, whatever the agent does
record Guard(String name, List<String> policies, boolean isSwitch, Promise promise) {
  /// In the place of the 100 requests a minute that each key has otherwise.
  private static final String ANY_RATE = "{rate: 6000000/min, of: each key}";

  /// Every function works from a configuration at most so old.
  private static final Duration EVERYWHERE = Duration.ofSeconds(5);

  /// All that the demo shows. Another one is another line.
  static final List<Guard> ALL =
      List.of(
          of("none", Promise.NONE, ANY_RATE),
          of("100 requests a minute (default)", Promise.calls(100, 100)),
          of(
              "budget of $1 a day",
              Promise.dollars("1"),
              ANY_RATE,
              "{budget: daily, of: each agent, limit_usd: 1}"),
          of(
              "the same, slowed down from 50 %",
              Promise.dollars("1"),
              "{rate: 300/min, of: each key, burst: 5}",
              "{budget: daily, of: each agent, limit_usd: 1, throttle_from: 50%}"),
          of(
              "loop breaker, 5 a minute",
              Promise.calls(5, 5),
              ANY_RATE,
              "{loop_breaker: 5 identical in 60s, of: each session}"),
          new Guard(
              "kill switch (its key suspended)",
              List.of(ANY_RATE),
              true,
              Promise.silenceAfter(EVERYWHERE)));

  Guard {
    policies = List.copyOf(policies);
  }

  private static Guard of(String name, Promise promise, String... policies) {
    return new Guard(name, List.of(policies), false, promise);
  }
}
