package io.tollgate.policy;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Pace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The policies of one version, and which of them a call meets: hash look-ups only, however many
/// owners have limits of their own.
///
/// A policy of one owner stands in the place of those of `each` that have the same kind: ada's own
/// month replaces the month of each member, while the day of each member still is hers.
public final class Policies {
  static final String DEFAULT_RATE = "rate:each key";
  private static final long DEFAULT_REQUESTS_PER_MINUTE = 100;

  private static final List<ScopeKind> SUSPENDABLE =
      List.of(ScopeKind.WORKSPACE, ScopeKind.DEPARTMENT, ScopeKind.MEMBER, ScopeKind.AGENT);

  private final List<Policy> all;
  private final Owners<Limits> limits;
  private final Owners<Rules> rules;
  private final List<ScopeKind> ruled;
  private final Map<Scope, Suspension> suspended = new HashMap<>();
  private final boolean nameKeys;
  private final boolean degrade;
  private final boolean breakLoops;
  private final Raises raises;

  private Policies(List<Policy> all, Raises raises) {
    this.all = List.copyOf(all);
    this.raises = raises;
    limits = new Owners<>(all, Limits.NONE, Limits::of);
    rules = new Owners<>(all, Rules.NONE, Rules::of);
    ruled = List.copyOf(rules.spokenOf());
    nameKeys =
        all.stream()
            .anyMatch(
                p -> p.of() instanceof Target.One(Scope scope) && scope.kind() == ScopeKind.KEY);
    degrade =
        all.stream()
            .anyMatch(p -> p instanceof Budget budget && budget.stages().degrade().isPresent());
    breakLoops = all.stream().anyMatch(LoopBreaker.class::isInstance);
    for (Policy policy : all) {
      if (policy instanceof Suspension suspension
          && suspension.of() instanceof Target.One(Scope scope)) {
        suspended.put(scope, suspension);
      }
    }
  }

  /// The same with some limits raised.
  Policies under(Raises others) {
    return new Policies(all, others);
  }

  /// The policies of a file, with the rate that every key has unless the file sets one `of: each
  /// key`.
  public static Policies of(List<Policy> policies) {
    var each = new Target.Each(ScopeKind.KEY);
    boolean replaced =
        policies.stream().anyMatch(p -> p instanceof RateLimit && p.of().equals(each));
    if (replaced) {
      return new Policies(policies, Raises.NONE);
    }
    var pace =
        new Pace(
            Pace.Resource.REQUESTS,
            'm',
            DEFAULT_REQUESTS_PER_MINUTE,
            DEFAULT_REQUESTS_PER_MINUTE,
            DEFAULT_RATE);
    List<Policy> all = new ArrayList<>(policies);
    all.add(new RateLimit(DEFAULT_RATE, each, List.of(pace), Unavailable.CLOSED));
    return new Policies(all, Raises.NONE);
  }

  /// In the order of the file; last the default rate, if it stands.
  public List<Policy> all() {
    return all;
  }

  /// What a call asks of the accounts that are limited: one hold for each scope, in the order of
  /// the kinds.
  ///
  /// @param keyName of the virtual key: `of: key/<name>` means its id or, more often, its name
  /// @param provider empty if there is no call yet, only its key
  /// @param model at that provider, as it is priced; its scope is `model/<provider>/<model>`
  /// @param bucket of the call, which decides whether a raise counts
  public List<Hold> holds(
      Attribution who, String keyName, String provider, String model, Bucket bucket) {
    List<Hold> holds = new ArrayList<>();
    for (Scope scope : scopes(who, provider, model)) {
      Limits limits = limits(scope, keyName);
      if (!limits.areNone()) {
        holds.add(raises.on(limits.on(scope), keyName, bucket));
      }
    }
    return holds;
  }

  /// The same for a key of which only the id is known.
  public List<Hold> holds(Attribution who, String provider, String model, Bucket bucket) {
    return holds(who, who.key(), provider, model, bucket);
  }

  /// The scopes of a call that are not limited and are charged when it settles, so that what they
  /// used is exact at the instant a limit appears. A provider or model joins them only through a
  /// policy, hence is held and never here.
  public List<Scope> booked(Attribution who, String keyName) {
    List<Scope> booked = new ArrayList<>();
    for (Scope scope : scopesOf(who)) {
      if (limits(scope, keyName).areNone()) {
        booked.add(scope);
      }
    }
    return booked;
  }

  /// The same for a key of which only the id is known.
  public List<Scope> booked(Attribution who) {
    return booked(who, who.key());
  }

  /// Whether a call may pass uncounted while the store gives no answer: some limit speaks of it,
  /// and all that do say `open`. Those of calls in flight never do.
  ///
  /// @param keyName of the virtual key
  /// @param model at that provider, as it is priced
  public boolean letThroughUncounted(
      Attribution who, String keyName, String provider, String model) {
    boolean spoken = false;
    for (Scope scope : scopes(who, provider, model)) {
      Limits limits = limits(scope, keyName);
      if (!limits.areNone()) {
        if (!limits.open()) {
          return false;
        }
        spoken = true;
      }
    }
    return spoken;
  }

  /// Whether a call of a model without a price may pass at an estimated one: some budget says
  /// `conservative`, and each hard one that speaks of the call does.
  ///
  /// @param keyName of the virtual key
  /// @param model at that provider, as it would be priced
  public boolean letThroughUnpriced(
      Attribution who, String keyName, String provider, String model) {
    Unpriced all = Unpriced.UNSAID;
    for (Scope scope : scopes(who, provider, model)) {
      all = all.and(limits(scope, keyName).unpriced());
    }
    return all == Unpriced.CONSERVATIVE;
  }

  /// What the policies say of one account; empty if nothing.
  ///
  /// @param name of the scope's owner for people; of a virtual key its name, of all others the
  ///   scope's own
  /// @param bucket which decides whether a raise counts
  public Optional<Hold> hold(Scope scope, String name, Bucket bucket) {
    Limits limits = limits(scope, name);
    return limits.areNone()
        ? Optional.empty()
        : Optional.of(raises.on(limits.on(scope), name, bucket));
  }

  /// How a policy's limit of one account is raised in a bucket; empty if it is not.
  ///
  /// @param name as above
  /// @param policy its id
  public Optional<RaisedLimit> raised(Scope scope, String name, String policy, Bucket bucket) {
    return limits(scope, name).ceilings().stream()
        .filter(ceiling -> ceiling.policy().equals(policy))
        .findFirst()
        .flatMap(ceiling -> raises.on(ceiling, scope, name, bucket));
  }

  /// What of the limits is raised, in whichever bucket.
  public Raises raises() {
    return raises;
  }

  /// Whether a budget may send calls to another model.
  public boolean degrade() {
    return degrade;
  }

  /// Whether a policy speaks of one virtual key, so that who knows only its id must ask for its
  /// name.
  public boolean nameKeys() {
    return nameKeys;
  }

  /// Whether a policy asks what a call repeats.
  ///
  /// @param keyName of the virtual key
  public boolean breakLoops(Attribution who, String keyName) {
    if (!breakLoops) {
      return false;
    }
    for (Scope scope : scopesOf(who)) {
      if (!limits(scope, keyName).loopLimits().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /// What the policies that ask no account say to a call.
  ///
  /// @param keyName of the virtual key
  /// @param provider empty if there is no call yet, only its key
  /// @param model at that provider, as it is priced
  public Rules rules(Attribution who, String keyName, String provider, String model) {
    Rules all = Rules.NONE;
    for (ScopeKind kind : ruled) {
      String name = Candidate.name(kind, who, provider, model);
      if (!name.isEmpty()) {
        all = all.and(rules.of(kind, name, keyName));
      }
    }
    return all;
  }

  /// What speaks against letting anything through for somebody; the widest that is suspended.
  public Optional<Objection> suspension(Attribution who) {
    if (suspended.isEmpty()) {
      return Optional.empty();
    }
    for (ScopeKind kind : SUSPENDABLE) {
      Scope scope = Candidate.scope(kind, who, "", "");
      Suspension found = suspended.get(scope);
      if (found != null) {
        return Optional.of(found.objection(scope));
      }
    }
    return Optional.empty();
  }

  private Limits limits(Scope scope, String keyName) {
    return limits.of(scope.kind(), scope.name(), keyName);
  }

  private static List<Scope> scopes(Attribution who, String provider, String model) {
    List<Scope> scopes = scopesOf(who);
    if (!provider.isEmpty()) {
      scopes.add(new Scope(ScopeKind.PROVIDER, provider));
      // As callers and the list of models spell it: two providers' models of one name are two.
      scopes.add(new Scope(ScopeKind.MODEL, provider + "/" + model));
    }
    return scopes;
  }

  private static List<Scope> scopesOf(Attribution who) {
    List<Scope> scopes = new ArrayList<>(ScopeKind.values().length);
    scopes.add(Scope.WORKSPACE);
    scopes.add(new Scope(ScopeKind.MEMBER, who.member()));
    scopes.add(new Scope(ScopeKind.AGENT, who.agent()));
    scopes.add(new Scope(ScopeKind.DEPARTMENT, who.department()));
    scopes.add(new Scope(ScopeKind.FEATURE, who.feature()));
    scopes.add(new Scope(ScopeKind.KEY, who.key()));
    who.session().ifPresent(session -> scopes.add(new Scope(ScopeKind.SESSION, session)));
    return scopes;
  }
}
