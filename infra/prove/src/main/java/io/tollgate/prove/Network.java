package io.tollgate.prove;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The way from one process to the store: slow, busy, deaf or mute at times. The process may die or
/// freeze before a request has left, while it is on its way, and before its answer is read.
///
/// What was sent arrives although its sender is dead.
final class Network implements Table {
  private static final Duration LATEST = Duration.ofSeconds(200);
  private static final int ATTEMPTS = 3;

  /// A call writes to a few accounts, so one of them is late about half as often as the journal.
  private static final double SOME = 0.1;

  private final World world;
  private final Host host;
  private final Store store;
  private final Mischief mischief;
  private final Counts counts;
  private final boolean wholeSeconds;
  private final int attempts;
  private final Duration limit;

  Network(
      World world, Host host, Store store, Mischief mischief, Counts counts, boolean wholeSeconds) {
    this(world, host, store, mischief, counts, wholeSeconds, ATTEMPTS, Duration.ofSeconds(1));
  }

  private Network(
      World world,
      Host host,
      Store store,
      Mischief mischief,
      Counts counts,
      boolean wholeSeconds,
      int attempts,
      Duration limit) {
    this.world = world;
    this.host = host;
    this.store = store;
    this.mischief = mischief;
    this.counts = counts;
    this.wholeSeconds = wholeSeconds;
    this.attempts = attempts;
    this.limit = limit;
  }

  @Override
  public Table once(Duration limit) {
    return new Network(world, host, store, mischief, counts, wholeSeconds, 1, limit);
  }

  @Override
  public Answer write(Write write) {
    hesitate(write);
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (world.chance(mischief.busy())) {
        counts.conflicts++;
        pass();
        return new Answer.NotApplied("a conflict");
      }
      Optional<Answer> answer = send(() -> timed(store.write(host.name(), write)));
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return new Answer.Unknown("no answer");
  }

  /// A thread alone may be late too, with a write in hand: around a bucket's end, or by a close
  /// delay. Most of all before the journal is written, when every hold is acknowledged.
  private void hesitate(Write write) {
    double share =
        write.key().pk().startsWith("J#") ? 1 : write.key().pk().startsWith("S#") ? SOME : 0;
    if (world.chance(share * mischief.hesitation())) {
      Duration most = Duration.ofSeconds(world.random().nextBoolean() ? 20 : 240);
      world.current().sleepUntil(world.now() + world.between(Duration.ofMillis(100), most));
    }
  }

  @Override
  public Verdict transact(List<Write> writes) {
    for (int attempt = 1; attempt <= attempts; attempt++) {
      if (world.chance(mischief.busy())) {
        counts.conflicts++;
        pass();
        return conflict(writes.size());
      }
      Optional<Verdict> verdict = send(() -> confused(store.transact(host.name(), writes)));
      if (verdict.isPresent()) {
        return verdict.get();
      }
    }
    return new Verdict.Unknown("no answer");
  }

  private Verdict conflict(int size) {
    var reasons = new ArrayList<Verdict.Reason>();
    for (int i = 0; i < size; i++) {
      reasons.add(Verdict.Reason.NONE);
    }
    reasons.set(world.random().nextInt(size), Verdict.Reason.CONFLICT);
    return new Verdict.Cancelled(reasons);
  }

  /// A transaction may meet a conflict on one item and a condition on another.
  private Verdict confused(Verdict verdict) {
    if (verdict instanceof Verdict.Cancelled(var reasons) && world.chance(mischief.busy() * 5)) {
      var mixed = new ArrayList<>(reasons);
      int index = world.random().nextInt(mixed.size());
      if (mixed.get(index).equals(Verdict.Reason.NONE)) {
        mixed.set(index, Verdict.Reason.CONFLICT);
      }
      return new Verdict.Cancelled(mixed);
    }
    return verdict;
  }

  @Override
  public Reading get(Key key) {
    return read(() -> {
      Reading reading = store.get(key);
      return new Reading(reading.item(), seconds(reading.at()));
    });
  }

  @Override
  public Page query(Query query) {
    return read(() -> {
      Page page = store.query(query);
      return new Page(page.rows(), page.next(), seconds(page.at()));
    });
  }

  @Override
  public Page listed(String text, String after) {
    return read(() -> store.listed(text, after));
  }

  private <T> T read(Supplier<T> read) {
    for (int attempt = 1; attempt <= attempts; attempt++) {
      Optional<T> answer = send(read);
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    throw new StoreUnavailable("no answer", new IllegalStateException("lost"));
  }

  private Answer timed(Answer answer) {
    return switch (answer) {
      case Answer.Applied(Item item, Instant at) -> new Answer.Applied(item, stamp(at));
      case Answer.Refused(Item item, Instant at) -> new Answer.Refused(item, stamp(at));
      case Answer.NotApplied no -> no;
      case Answer.Unknown unknown -> unknown;
    };
  }

  private Instant stamp(Instant at) {
    return world.chance(mischief.lost() / 20) ? Answer.NO_TIME : seconds(at);
  }

  /// The header of the real store says whole seconds.
  private Instant seconds(Instant at) {
    return wholeSeconds ? Instant.ofEpochSecond(at.getEpochSecond()) : at;
  }

  private void pass() {
    world.current().sleepUntil(world.now() + latency());
  }

  private long latency() {
    return world.between(Duration.ofMillis(1), Duration.ofMillis(6));
  }

  private static final class Slot<T> {
    private @Nullable T answer;
  }

  /// @return empty if no answer came in time; it may have happened, may not, or may happen later
  private <T> Optional<T> send(Supplier<T> request) {
    Actor actor = world.current();
    host.stumble(world.now());
    while (host.isFrozen(world.now())) {
      // Frozen with the request in hand: it leaves after the thaw.
      actor.sleepUntil(host.thaws());
    }
    long arrives = world.now() + latency();
    var slot = new Slot<T>();
    if (world.chance(mischief.lost()) || mischief.isSilent(world.now())) {
      counts.unanswered++;
      host.missesAnAnswer();
      switch (world.random().nextInt(3)) {
        case 0 -> world.at(arrives, () -> slot.answer = request.get());
        case 1 -> {
          counts.late++;
          long later = arrives + world.between(Duration.ZERO, LATEST);
          world.at(later, () -> slot.answer = request.get());
        }
        default -> {}
      }
      // Whatever comes of it, nobody hears of it.
      actor.sleepUntil(world.now() + limit.toNanos());
      return Optional.empty();
    }
    world.at(arrives, () -> slot.answer = request.get());
    actor.sleepUntil(arrives + latency());
    return Optional.ofNullable(slot.answer);
  }
}
