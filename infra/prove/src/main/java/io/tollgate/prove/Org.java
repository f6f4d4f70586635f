package io.tollgate.prove;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Degrade;
import io.tollgate.ledger.Fingerprint;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.LoopLimit;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Pace;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Slots;
import io.tollgate.ledger.Stages;
import io.tollgate.ledger.Thresholds;
import io.tollgate.money.Usd;
import io.tollgate.spend.Subject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/// Who calls in a world, and what limits them: a few people, agents and keys that share accounts,
/// with budgets that are nearly used up all the time.
final class Org {
  private static final long DOLLAR = 1_000_000_000_000L;

  private final Random random;
  private final Map<ScopeKind, List<String>> names = new EnumMap<>(ScopeKind.class);
  private final Map<ScopeKind, List<Period>> periods = new EnumMap<>(ScopeKind.class);
  private final boolean slots;
  private final boolean paced;
  private final boolean loops;
  private final boolean open;

  /// @param loops whether sessions and agents may not repeat themselves
  /// @param open whether limits let calls through when nobody can be asked
  Org(Random random, boolean loops, boolean open) {
    this.random = random;
    this.open = open;
    this.loops = loops;
    names.put(ScopeKind.MEMBER, List.of("ada", "bob", "eve"));
    names.put(ScopeKind.AGENT, List.of("bot", "crawler"));
    names.put(ScopeKind.DEPARTMENT, List.of("sales", "research"));
    names.put(ScopeKind.FEATURE, List.of("chat", "search"));
    names.put(ScopeKind.KEY, List.of("k1", "k2", "k3"));
    names.put(ScopeKind.SESSION, List.of("s1", "s2"));
    names.put(ScopeKind.PROVIDER, List.of("openai", "anthropic"));
    names.put(ScopeKind.WORKSPACE, List.of(Scope.WORKSPACE.name()));
    for (ScopeKind kind : names.keySet()) {
      periods.put(kind, somePeriods());
    }
    // A limit of calls in flight is never open, and every call has a key.
    slots = random.nextBoolean() && !open;
    paced = random.nextBoolean();
  }

  /// Half of the kinds are not limited at all.
  private List<Period> somePeriods() {
    var some = new ArrayList<Period>();
    for (Period period : Period.values()) {
      if (random.nextInt(7) == 0) {
        some.add(period);
      }
    }
    return List.copyOf(some);
  }

  List<Scope> scopes() {
    var scopes = new ArrayList<Scope>();
    names.forEach((kind, list) -> list.forEach(name -> scopes.add(new Scope(kind, name))));
    return scopes;
  }

  /// Limits a little above what is charged now, or below: budgets are always nearly used up.
  Map<Scope, Hold> limits(Laws laws, Calendar calendar, Bucket bucket) {
    var limits = new LinkedHashMap<Scope, Hold>();
    for (Scope scope : scopes()) {
      var ceilings = new ArrayList<Ceiling>();
      for (Period period : periods.getOrDefault(scope.kind(), List.of())) {
        long net = laws.net(scope, calendar.windows(bucket).of(period));
        long room = (long) (DOLLAR * (random.nextDouble() * 8 - 0.3));
        Usd limit = Usd.ofPicos(Math.max(DOLLAR / 10, net + room));
        Mode mode = mode();
        ceilings.add(new Ceiling(period, limit, period.word(), mode, stages(mode)));
      }
      boolean isKey = scope.kind() == ScopeKind.KEY;
      List<Slots> most = isKey && slots ? List.of(new Slots(4, "slots", mode())) : List.of();
      List<Pace> paces = isKey ? paces() : List.of();
      List<LoopLimit> repeats = repeats(scope.kind());
      if (!ceilings.isEmpty() || !most.isEmpty() || !paces.isEmpty() || !repeats.isEmpty()) {
        limits.put(scope, new Hold(scope, ceilings, most, paces, repeats));
      }
    }
    return limits;
  }

  /// Whether the limits of a scope let calls through when nobody can be asked: one person's and one
  /// provider's do not, wherever all others do.
  boolean isOpen(Scope scope) {
    return open && !scope.name().equals("eve") && !scope.name().equals("anthropic");
  }

  /// Now and then a limit is not hard, so limits become hard and soft again while calls run.
  private Mode mode() {
    return switch (random.nextInt(8)) {
      case 0 -> Mode.SOFT;
      case 1 -> Mode.SHADOW;
      default -> Mode.HARD;
    };
  }

  /// A quarter of the hard budgets slow their callers down for a long way, a quarter lowers caps to
  /// what is left, and a quarter of all sends calls to a cheaper model.
  private Stages stages(Mode mode) {
    boolean throttles = mode.refuses() && random.nextInt(4) == 0;
    boolean clamps = mode.refuses() && random.nextInt(4) == 0;
    return new Stages(
        Thresholds.USUAL,
        throttles ? 10 + random.nextInt(80) : Stages.NEVER,
        random.nextInt(4) == 0
            ? Optional.of(new Degrade(10 + random.nextInt(80), "cheaper"))
            : Optional.empty(),
        clamps);
  }

  /// For whom nothing is let through; for nobody most of the time.
  Set<String> suspended() {
    return random.nextInt(3) == 0 ? Set.of(any(ScopeKind.MEMBER)) : Set.of();
  }

  /// One of the limits in force raised for a while, up to a little above what is charged now or by
  /// a few dollars; empty if there is none.
  ///
  /// @param draw of its own, so that worlds without raises are what they were
  Optional<Lift> lift(Random draw, Configs.Config config, Laws laws, Bucket bucket) {
    var budgets = new ArrayList<Lift>();
    for (Scope scope : scopes()) {
      Hold hold = config.limits().get(scope);
      List<Ceiling> ceilings = hold == null ? List.of() : hold.ceilings();
      for (Ceiling ceiling : ceilings) {
        long room = (long) (DOLLAR * (draw.nextDouble() * 4 + 0.1));
        boolean isTo = draw.nextBoolean();
        long net =
            isTo ? laws.net(scope, config.calendar().windows(bucket).of(ceiling.period())) : 0;
        Instant until =
            bucket
                .start()
                .plusSeconds(60L * bucket.minutes() + draw.nextInt(240 * bucket.minutes()));
        budgets.add(new Lift(scope, ceiling.period(), isTo, net + room, bucket.start(), until));
      }
    }
    return budgets.isEmpty()
        ? Optional.empty()
        : Optional.of(budgets.get(draw.nextInt(budgets.size())));
  }

  /// Every key has a rate; in half of the worlds none is ever met.
  private List<Pace> paces() {
    if (!paced) {
      return List.of(new Pace(Pace.Resource.REQUESTS, 'm', 1_000_000, 1_000_000, "requests"));
    }
    Mode mode = mode();
    return List.of(
        new Pace(Pace.Resource.REQUESTS, 'm', 120, 10, "requests", mode),
        new Pace(Pace.Resource.TOKENS, 'm', 120_000, 120_000, "tokens", mode));
  }

  private List<LoopLimit> repeats(ScopeKind kind) {
    return loops && (kind == ScopeKind.SESSION || kind == ScopeKind.AGENT)
        ? List.of(new LoopLimit(3, Duration.ofSeconds(10), "loops", mode()))
        : List.of();
  }

  /// What a call repeats: of a few things one, so that places are taken over all the time and loops
  /// are met, too.
  static List<Fingerprint> fingerprints(String invocation) {
    int any = Math.floorMod(invocation.hashCode(), 63);
    return List.of(
        new Fingerprint(Fingerprint.Of.CALL, "call" + any % 7, ""),
        new Fingerprint(Fingerprint.Of.TOOL_CALL, "tool" + any % 9, "search"));
  }

  Subject caller() {
    return new Subject(
        new Attribution(
            any(ScopeKind.MEMBER),
            any(ScopeKind.AGENT),
            any(ScopeKind.DEPARTMENT),
            any(ScopeKind.FEATURE),
            any(ScopeKind.KEY),
            random.nextInt(3) == 0 ? Optional.of(any(ScopeKind.SESSION)) : Optional.empty()),
        any(ScopeKind.PROVIDER),
        "gpt",
        "2026-11-01");
  }

  private String any(ScopeKind kind) {
    List<String> list = names.getOrDefault(kind, List.of("nobody"));
    return list.get(random.nextInt(list.size()));
  }

  static List<Scope> scopes(Subject subject) {
    Attribution who = subject.attribution();
    var scopes = new ArrayList<Scope>();
    scopes.add(Scope.WORKSPACE);
    scopes.add(new Scope(ScopeKind.MEMBER, who.member()));
    scopes.add(new Scope(ScopeKind.AGENT, who.agent()));
    scopes.add(new Scope(ScopeKind.DEPARTMENT, who.department()));
    scopes.add(new Scope(ScopeKind.FEATURE, who.feature()));
    scopes.add(new Scope(ScopeKind.KEY, who.key()));
    who.session().ifPresent(name -> scopes.add(new Scope(ScopeKind.SESSION, name)));
    scopes.add(new Scope(ScopeKind.PROVIDER, subject.provider()));
    return scopes;
  }

  /// Whether a call is charged there without a limit too.
  static boolean isBooked(Scope scope) {
    return scope.kind() != ScopeKind.PROVIDER;
  }

  /// A bound; often ten cents exactly.
  Usd bound() {
    return Usd.ofPicos(random.nextInt(3) == 0 ? DOLLAR / 10 : 1 + random.nextLong(DOLLAR / 10));
  }

  /// What a call costs in truth: often its whole bound, since only then a hole in the cover shows.
  long bill(Usd bound) {
    long most = bound.picos().longValueExact();
    return switch (random.nextInt(4)) {
      case 0, 1 -> most;
      case 2 -> random.nextLong(most + 1);
      default -> most / 10;
    };
  }

  /// Where worlds begin: minutes before a month, week, day and hours end, or anywhere.
  static Instant start(Random random) {
    Instant end =
        switch (random.nextInt(4)) {
          case 0 -> Instant.parse("2026-12-01T00:00:00Z");
          case 1 -> Instant.parse("2026-11-30T00:00:00Z");
          case 2 -> Instant.parse("2026-11-25T00:00:00Z");
          default -> Instant.parse("2026-11-24T15:00:00Z");
        };
    Instant start = end.minusSeconds(60 + random.nextInt(600));
    // The first mark is made here: often just after a bucket began, where a slow clock is in the
    // bucket before.
    return random.nextInt(3) == 0
        ? start.truncatedTo(ChronoUnit.MINUTES).plusMillis(random.nextInt(1500))
        : start;
  }
}
