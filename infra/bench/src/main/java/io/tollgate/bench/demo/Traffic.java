package io.tollgate.bench.demo;

import io.tollgate.bench.http.Line;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Callers that call in their own time for a while, a thread and a connection each.
final class Traffic {
  private final InetSocketAddress address;
  private final long begin = System.nanoTime();
  private final long end;
  private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();

  /// Who calls.
  ///
  /// @param requests what is sent, asked for each call
  /// @param first when the first call is due
  /// @param every how long after one the next is due
  record Caller(Supplier<byte[]> requests, Duration first, Duration every) {}

  private Traffic(InetSocketAddress address, Duration time) {
    this.address = address;
    this.end = begin + time.toNanos();
  }

  /// Flows from here on.
  static Traffic begin(InetSocketAddress address, List<Caller> callers, Duration time) {
    var traffic = new Traffic(address, time);
    for (Caller caller : callers) {
      traffic.threads.add(Thread.ofPlatform().daemon().start(() -> traffic.flow(caller)));
    }
    return traffic;
  }

  private void flow(Caller caller) {
    long due = begin + caller.first().toNanos();
    while (due < end) {
      try (var line = new Line(address)) {
        for (; due < end; due += caller.every().toNanos()) {
          await(due);
          call(line, caller.requests().get());
        }
      } catch (IOException e) {
        told.add(new Told(elapsed(), Duration.ZERO, "failed: " + e.getMessage()));
        due += caller.every().toNanos();
      }
    }
  }

  private void call(Line line, byte[] request) throws IOException {
    Duration at = elapsed();
    line.exchange(request);
    told.add(new Told(at, elapsed().minus(at), line.told()));
  }

  private static void await(long due) {
    for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
      LockSupport.parkNanos(due - now);
    }
  }

  /// Since the begin.
  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// Waits for the last answer.
  ///
  /// @return all answers, in the order in which their calls were sent
  List<Told> end() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    return told.stream().sorted(Comparator.comparing(Told::at)).toList();
  }
}
