package io.tollgate.local.isolate;

import io.tollgate.aws.http.Invocation;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The processes of one function: a call takes the one that was used last, or starts another while
/// there may be more. Safe for concurrent use.
final class Environments implements AutoCloseable {
  /// A process that has answered is about to be free: a caller who counts calls has room. Lambda,
  /// which has another thousand, would refuse.
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final DeployedFunction deployed;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Environment> all = new HashSet<>();
  private final Deque<Environment> idle = new ArrayDeque<>();
  private final Condition returned = lock.newCondition();
  private int finishing;
  private int started;
  private boolean closed;

  Environments(DeployedFunction deployed, InstantSource clock) {
    this.deployed = deployed;
    this.clock = clock;
  }

  /// @return whether there was one to take the event; if not, nothing happened
  /// @throws IOException if it could not start, or the answer did not end well
  boolean invoke(byte[] event, Invocation invocation, OutputStream response)
      throws IOException, InterruptedException {
    Optional<Environment> taken = taken();
    if (taken.isEmpty()) {
      return false;
    }
    Environment environment = taken.get();
    var answer = new Answer(response);
    try {
      environment.awaitStart();
      Run run = environment.answer(event, invocation, answer);
      answer.end();
      environment.finish(run);
      run.check();
    } finally {
      giveBack(environment, answer.ended);
    }
    return true;
  }

  /// Counts its process among those that will soon be free, before the caller can know that the
  /// answer has ended and call again.
  private final class Answer extends FilterOutputStream {
    private boolean ended;

    Answer(OutputStream response) {
      super(response);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void close() throws IOException {
      end();
      out.close();
    }

    void end() {
      if (ended) {
        return;
      }
      ended = true;
      lock.lock();
      try {
        finishing++;
      } finally {
        lock.unlock();
      }
    }
  }

  private Optional<Environment> taken() throws IOException, InterruptedException {
    lock.lock();
    try {
      for (long left = PATIENCE.toNanos();
          idle.isEmpty() && isFull() && finishing > 0 && left > 0; ) {
        left = returned.awaitNanos(left);
      }
      while (!idle.isEmpty()) {
        Environment last = idle.pop();
        if (last.isReady()) {
          return Optional.of(last);
        }
        discard(last);
      }
      if (closed || isFull()) {
        return Optional.empty();
      }
      Environment next = Environment.start(deployed, deployed.name() + "-" + ++started, clock);
      all.add(next);
      return Optional.of(next);
    } finally {
      lock.unlock();
    }
  }

  private boolean isFull() {
    return all.size() >= deployed.most();
  }

  private void giveBack(Environment environment, boolean answered) throws InterruptedException {
    lock.lock();
    try {
      finishing -= answered ? 1 : 0;
      returned.signalAll();
      if (!closed && environment.isReady()) {
        idle.push(environment);
      } else {
        discard(environment);
      }
    } finally {
      lock.unlock();
    }
  }

  private void discard(Environment environment) {
    all.remove(environment);
    environment.kill();
  }

  /// Ends all of them; what is still under way in one breaks off.
  @Override
  public void close() {
    List<Environment> left;
    lock.lock();
    try {
      closed = true;
      left = List.copyOf(all);
    } finally {
      lock.unlock();
    }
    left.forEach(Environment::end);
    left.forEach(Environment::close);
  }
}
