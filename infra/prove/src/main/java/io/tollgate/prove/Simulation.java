package io.tollgate.prove;

import io.tollgate.attribution.Scope;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Truth;
import io.tollgate.policy.Offsets;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// One seeded world: gateways, aggregators and sweeps over one store, with everything going wrong
/// that may, until traffic ends; then quiet, then an audit.
final class Simulation {
  private static final Duration QUIET = Duration.ofMinutes(10);

  /// A quarter of an hour behind the close of a bucket, a long bucket and a few sweeps.
  private static final Duration SECOND_LOOK = Duration.ofMinutes(21);

  private static final Duration LOOKED_AT_AGAIN = Duration.ofMinutes(15);

  /// So many calls come to thresholds in nearly every world.
  private static final int LAST_CALLS = 12;

  /// Five seconds, and one since the store's answers may show whole seconds only.
  private static final Duration EVERYWHERE = Duration.ofSeconds(6);

  private final long seed;
  private final Random random;

  /// Apart, so that worlds without raises are what they were before there were any.
  private final Random lifts;

  private final World world;
  private final Counts counts = new Counts();
  private final Plan plan;
  private final Mischief mischief;
  private final Laws laws;
  private final Story story;
  private final Store store;
  private final Stage stage;
  private final List<Host> hosts = new ArrayList<>();
  private final long trafficEnds;
  private long invocations;
  private int gateways;

  Simulation(long seed, UnaryOperator<Table> alteration) {
    this.seed = seed;
    random = new Random(seed * 0x9E3779B97F4A7C15L + 1);
    lifts = new Random(seed);
    // Loops are broken in a third of the worlds; the others are what they were before. In a sixth
    // calls pass uncounted, in a quarter providers ignore caps.
    boolean open = seed % 4 == 1 && seed % 3 != 0;
    boolean uncapped = seed % 4 == 3;
    var org = new Org(random, seed % 3 == 0, open);
    world = new World(random, Org.start(random));
    plan = Plan.of(random, world.instant());
    trafficEnds = world.now() + plan.traffic().toNanos();
    Outages outages = open ? Outages.of(seed, world.now(), trafficEnds) : Outages.none();
    mischief = Mischief.of(world, plan.isLong(), outages);
    laws = new Laws(plan.calendarInTheEnd(), counts, world, uncapped);
    story = new Story(world);
    store = new Store(world, story, laws);
    stage =
        new Stage(
            org,
            laws,
            story,
            counts,
            mischief,
            new Queue(world, mischief, counts, laws.uncounted()::taken),
            new Configs(org::isOpen),
            new Repeating(seed),
            new Caps(world, uncapped, trafficEnds),
            plan.longestCall(),
            plan.grace(),
            host -> new Network(world, host, store, mischief, counts, plan.wholeSeconds()),
            alteration);
  }

  /// @throws BrokenLaw if a law does not hold
  Counts run() {
    try {
      apply(plan.offsetsAt(world.instant()));
      configure();
      for (int i = 0; i < plan.gateways(); i++) {
        gateway();
      }
      worker("aggregator-1", instance -> new Functions(world, instance, stage).batches());
      worker("aggregator-2", instance -> new Functions(world, instance, stage).batches());
      worker("sweep-1", instance -> new Functions(world, instance, stage).sweeps());
      worker("sweep-2", instance -> new Functions(world, instance, stage).sweeps());
      world.runUntil(trafficEnds);
      mischief.end();
      settleDown();
      audit();
      counts.seeds = 1;
      return counts;
    } finally {
      world.end();
    }
  }

  /// At rest: everybody has thawed and ended, and nothing went wrong for a close delay and more.
  private void settleDown() {
    long busy = world.now();
    for (Host host : hosts) {
      busy = Math.max(busy, host.isDead() ? 0 : host.thaws());
    }
    world.runUntil(busy + plan.longestCall().toNanos() + Duration.ofMinutes(5).toNanos());
    for (int i = 0; i < LAST_CALLS; i++) {
      lastCall("last-" + i);
    }
    world.runUntil(world.now() + plan.longestCall().plus(QUIET).toNanos());
    world.runUntil(world.now() + closeDelay().plus(SECOND_LOOK).toNanos());
    if (!stage.queue().isEmpty()) {
      throw Laws.broken("the queue does not run empty");
    }
  }

  /// A process dies exactly between settling a call and telling of it, and nothing else happens to
  /// the accounts of the call: only the second look can notice.
  private void lastCall(String name) {
    var host = new Host(name, world, mischief, counts);
    host.begin(() -> new Gateway(world, started(host), stage, true).call(name));
  }

  private Duration closeDelay() {
    return plan.longestCall().plus(plan.grace());
  }

  private List<Bucket> since(Instant begun) {
    var buckets = new ArrayList<Bucket>();
    Instant now = world.instant();
    for (var bucket = Bucket.of(begun, laws.minutes());
        !bucket.start().isAfter(now);
        bucket = bucket.next()) {
      buckets.add(bucket);
    }
    return buckets;
  }

  /// A limit may be younger than the last look at its account, so each is named once more.
  private void audit() {
    Configs configs = stage.configs();
    laws.lookedAt(
        configs.newest(),
        configs.appliedNewest().plus(EVERYWHERE),
        closeDelay().plus(LOOKED_AT_AGAIN),
        this::since);
    Instant begun = world.instant();
    laws.settled()
        .forEach(reservation ->
            stage
                .queue()
                .repeat(
                    new UsageEvent.Ended(
                        new Incoming(reservation, new Truth.CostUnknown(), "{}"), true)));
    world.runUntil(world.now() + Duration.ofMinutes(2).toNanos());
    if (!stage.queue().isEmpty()) {
      throw Laws.broken("messages of settled calls come again and again");
    }
    var scopes = new LinkedHashSet<>(stage.org().scopes());
    Calendar today = stage.configs().newest().calendar();
    worker(
        "auditor",
        instance -> {
          instance.ledger().closing().refresh();
          Instant now = instance.clock().instant();
          for (Scope scope : scopes) {
            instance.ledger().drop(scope, instance.ledger().folded(scope, today, now));
          }
        });
    world.runUntil(world.now() + Duration.ofMinutes(1).toNanos());
    laws.rest(scopes, stage.configs().newest(), since(begun));
  }

  private void apply(Offsets offsets) {
    Bucket bucket = Bucket.of(world.instant(), plan.minutes());
    stage
        .configs()
        .apply(
            world.instant(),
            store,
            stage.org().limits(laws, offsets.calendar(), bucket),
            stage.org().suspended(),
            offsets);
  }

  /// Limits are raised in every second world, between one change of limits and the next.
  private boolean raise(Offsets offsets) {
    if (seed % 2 == 0 || lifts.nextInt(3) == 0) {
      return false;
    }
    Bucket bucket = Bucket.of(world.instant(), plan.minutes());
    Configs configs = stage.configs();
    Optional<Lift> lift = stage.org().lift(lifts, configs.newest(), laws, bucket);
    lift.ifPresent(one -> configs.raise(world.instant(), store, one, offsets));
    return lift.isPresent();
  }

  /// New limits now and then; the change of zone is announced when its time comes.
  private void configure() {
    long next = world.now() + world.between(Duration.ofSeconds(10), plan.limitsChange());
    if (next < trafficEnds) {
      world.at(
          next,
          () -> {
            Offsets offsets = plan.offsetsAt(world.instant());
            if (!raise(offsets)) {
              apply(offsets);
            }
            configure();
          });
    }
  }

  private void gateway() {
    String name = "gateway-" + ++gateways;
    var host = new Host(name, world, mischief, counts);
    hosts.add(host);
    host.whenDead(() -> {
      if (world.now() < trafficEnds) {
        world.after(Duration.ofSeconds(1 + random.nextInt(10)), this::gateway);
      }
    });
    host.begin(() -> {
      var gateway = new Gateway(world, started(host), stage, false);
      int lanes = 3 + random.nextInt(4);
      for (int i = 0; i < lanes; i++) {
        host.begin(() -> lane(host, gateway));
      }
    });
  }

  private void lane(Host host, Gateway gateway) {
    while (world.now() < trafficEnds) {
      gateway.call(host.name() + "-" + ++invocations);
      world.current().sleepUntil(world.now() + world.between(Duration.ZERO, plan.pauses()));
    }
  }

  private void worker(String name, Consumer<Instance> work) {
    var host = new Host(name, world, mischief, counts);
    hosts.add(host);
    host.whenDead(
        () -> world.after(Duration.ofSeconds(1 + random.nextInt(20)), () -> worker(name, work)));
    host.begin(() -> work.accept(started(host)));
  }

  private Instance started(Host host) {
    while (true) {
      try {
        return new Instance(world, host, stage);
      } catch (StoreUnavailable e) {
        world.current().sleep(Duration.ofSeconds(1));
      }
    }
  }

  /// What led to a broken law, for people.
  List<String> told(BrokenLaw law) {
    var lines = new ArrayList<String>();
    lines.add("seed " + seed + ": " + law.getMessage() + " " + law.about());
    lines.add(plan.toString());
    lines.addAll(story.told(law.about()));
    return lines;
  }

  Instant now() {
    return world.instant();
  }
}
