package io.tollgate.bench.store;

import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Organisation;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// What each limited scope and each kind of policy adds to a call, before the provider is asked.
///
/// @param scopes a row for each number of limited scopes
/// @param policies a row for each kind of policy
/// @param broken each rule that did not hold
record Added(Sheet scopes, Sheet policies, List<String> broken) {
  /// Too few for any budget here to end, and so close that no clock is idle in between.
  private static final int CALLS = 20;

  private static final Duration GAP = Duration.ofMillis(20);
  private static final long ROUND_TRIPS = 2;

  private static final List<String> SCOPES =
      List.of("scopes with a limit", "write units/call", "round trips/call", "reads/call");

  private static final List<String> POLICIES =
      List.of("policy", "added write units/call", "added round trips/call", "added reads/call");

  Added {
    broken = List.copyOf(broken);
  }

  static Added count() throws IOException {
    var broken = new ArrayList<String>();
    var scopes = new ArrayList<List<Object>>();
    for (int k = 1; k <= Organisation.mostScopes(); k++) {
      Tally tally = before(Variant.scopes(k));
      scopes.add(
          List.of(
              k,
              each(tally.writeUnits),
              each(tally.roundTrips),
              each(tally.reads - tally.headReads)));
      broken.addAll(Rules.broken(k + " scopes with a limit", tally, k + 1L, ROUND_TRIPS, CALLS));
    }
    var policies = new ArrayList<List<Object>>();
    Tally usual = before(Variant.scopes(Organisation.USUAL));
    for (Variant variant : Variant.POLICIES) {
      Tally tally = before(variant);
      policies.add(
          List.of(
              variant.name(),
              each(tally.writeUnits - usual.writeUnits),
              each(tally.roundTrips - usual.roundTrips),
              each(tally.reads - tally.headReads - usual.reads + usual.headReads)));
      long units = Organisation.USUAL + 1L + variant.added().writeUnits();
      long trips = ROUND_TRIPS + variant.added().roundTrips();
      broken.addAll(Rules.broken(variant.name(), tally, units, trips, CALLS));
    }
    return new Added(
        new Sheet("before the provider, by limited scopes", SCOPES, scopes),
        new Sheet(
            "added by a policy, to %d limited scopes".formatted(Organisation.USUAL),
            POLICIES,
            policies),
        broken);
  }

  private static Tally before(Variant variant) throws IOException {
    return new Trial(Settling.PROXY, variant, CALLS, GAP).count().tally(Phase.BEFORE);
  }

  private static BigDecimal each(long number) {
    return StoreBench.each(number, CALLS);
  }
}
