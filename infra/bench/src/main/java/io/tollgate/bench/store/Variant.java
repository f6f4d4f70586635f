package io.tollgate.bench.store;

import io.tollgate.bench.gateway.Organisation;
import java.net.URI;
import java.util.List;

/// What is in force while calls are counted.
///
/// @param name for people
/// @param scopes how many have a limit that is never short
/// @param policies beside them, an entry of the file each
/// @param raises the budgets that are raised before the first call, as a path spells them
/// @param heard what each answer must hold, so that a policy does what its name says; may be empty
/// @param added what a call must cost before the provider beyond what the scopes cost
record Variant(
    String name, int scopes, List<String> policies, List<String> raises, String heard, Cost added) {
  /// The one that has no limit when the usual ones have.
  private static final String FEATURE = "of: each feature";

  private static final String SOFT_LIMITS = "tollgate-soft-limits";
  private static final String THROTTLED = "tollgate-throttled";

  /// Of one call.
  record Cost(long writeUnits, long roundTrips) {
    static final Cost NOTHING = new Cost(0, 0);

    /// For one more account, written beside the others.
    static final Cost AN_ACCOUNT = new Cost(1, 0);

    /// Held as if the rate were hard, and then once more without its clock.
    static final Cost ASKED_TWICE = new Cost(2, 1);
  }

  /// Each kind of policy beside the usual scopes.
  static final List<Variant> POLICIES =
      List.of(
          free("deny_models", "{deny_models: [x-*], %s}"),
          free("models", "{models: [bench/*], %s}"),
          free("providers", "{providers: [bench], %s}"),
          free("schedule", "{schedule: 00:00-24:00, %s}"),
          free("require", "{require: [agent, feature], %s}"),
          free("max_output_tokens", "{max_output_tokens: 1000, %s}"),
          free("unknown_fields", "{unknown_fields: refuse, %s}"),
          free("a second budget of one scope", "{budget: daily, of: each agent, limit_usd: 1}"),
          limit("a budget of one scope more", "{budget: daily, %s, limit_usd: 1}"),
          limit("the same, soft", "{budget: daily, %s, limit_usd: 1, mode: soft}"),
          limit("the same, shadow", "{budget: daily, %s, limit_usd: 1, mode: shadow}"),
          limit("the same, clamp", "{budget: daily, %s, limit_usd: 1, clamp: true}"),
          limit(
              "the same, unavailable: open",
              "{budget: daily, %s, limit_usd: 1, unavailable: open}"),
          limit("a soft budget that is spent", "{budget: daily, %s, limit_usd: 0, mode: soft}")
              .thatSays(SOFT_LIMITS),
          limit(
                  "a budget that slows down",
                  "{budget: daily, %s, limit_usd: 0.01, throttle_from: 1%%}")
              .thatSays(THROTTLED),
          limit("a budget that is raised", "{budget: daily, %s, limit_usd: 0}")
              .raised("daily%3Aeach%20feature"),
          limit("concurrency", "{concurrency: 1000, %s}"),
          limit("a rate", "{rate: 6000000/min, %s}"),
          limit("a soft rate", "{rate: 6000000/min, %s, mode: soft}"),
          new Variant("a soft rate that is passed", "{rate: 1/h, %s, mode: soft}", Cost.ASKED_TWICE)
              .thatSays(SOFT_LIMITS));

  Variant {
    policies = List.copyOf(policies);
    raises = List.copyOf(raises);
  }

  private Variant(String name, String policy, Cost added) {
    this(name, Organisation.USUAL, List.of(policy.formatted(FEATURE)), List.of(), "", added);
  }

  /// So many scopes with a limit, and nothing else.
  static Variant scopes(int scopes) {
    return new Variant("scopes", scopes, List.of(), List.of(), "", Cost.NOTHING);
  }

  private static Variant free(String name, String policy) {
    return new Variant(name, policy, Cost.NOTHING);
  }

  private static Variant limit(String name, String policy) {
    return new Variant(name, policy, Cost.AN_ACCOUNT);
  }

  private Variant thatSays(String header) {
    return new Variant(name, scopes, policies, raises, header, added);
  }

  private Variant raised(String budget) {
    return new Variant(name, scopes, policies, List.of(budget), heard, added);
  }

  String yaml(URI provider) {
    return Organisation.yaml(provider, scopes, policies);
  }
}
