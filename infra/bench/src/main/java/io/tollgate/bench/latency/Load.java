package io.tollgate.bench.latency;

import io.tollgate.bench.http.Line;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// Callers that call again and again, a thread and a connection each.
///
/// @param address of whom they call
/// @param request what they send
/// @param connections how many they are
/// @param every how long after one call all callers together begin the next; zero for at once
// The request is not copied: nobody changes it.
@SuppressWarnings("ArrayRecordComponent")
record Load(InetSocketAddress address, byte[] request, int connections, Duration every) {
  static Load steady(InetSocketAddress address, byte[] request, int connections) {
    return new Load(address, request, connections, Duration.ZERO);
  }

  /// Runs for that long.
  Sample run(Duration time) throws InterruptedException {
    long begin = System.nanoTime();
    long end = begin + time.toNanos();
    var callers = new ArrayList<Caller>();
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < connections; i++) {
      var caller = new Caller(begin + i * every.toNanos(), end);
      callers.add(caller);
      threads.add(Thread.ofPlatform().daemon().start(caller));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    return sample(callers, Duration.ofNanos(System.nanoTime() - begin));
  }

  private static Sample sample(List<Caller> callers, Duration took) {
    var times = new Times();
    long failures = 0;
    for (Caller caller : callers) {
      times.addAll(caller.times);
      failures += caller.failures;
    }
    return Sample.of(times.sorted(), failures, took);
  }

  private final class Caller implements Runnable {
    private final Times times = new Times();
    private final long end;
    private long next;
    private long failures;

    Caller(long first, long end) {
      this.next = first;
      this.end = end;
    }

    @Override
    public void run() {
      while (System.nanoTime() < end) {
        try (var line = new Line(address)) {
          call(line);
        } catch (IOException e) {
          failures++;
        }
      }
    }

    private void call(Line line) throws IOException {
      for (long now = turn(); now < end; now = turn()) {
        if (line.exchange(request) == 200) {
          times.add(System.nanoTime() - now);
        } else {
          failures++;
        }
      }
    }

    /// Waits for this caller's turn.
    private long turn() {
      long now = System.nanoTime();
      if (every.isZero()) {
        return now;
      }
      while (now < next) {
        LockSupport.parkNanos(next - now);
        now = System.nanoTime();
      }
      next += connections * every.toNanos();
      return now;
    }
  }
}
