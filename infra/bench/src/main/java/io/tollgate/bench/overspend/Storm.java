package io.tollgate.bench.overspend;

import io.tollgate.bench.http.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers that call once, all in the same moment, each on a connection of its own.
final class Storm {
  private final Map<String, Integer> said = new TreeMap<>();
  private final AtomicInteger answered = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();

  private Storm() {}

  /// Breaks loose when all are connected.
  static Storm of(int callers, InetSocketAddress address, byte[] request)
      throws InterruptedException {
    var storm = new Storm();
    var connected = new CountDownLatch(callers);
    var start = new CountDownLatch(1);
    for (int i = 0; i < callers; i++) {
      storm.threads.add(
          Thread.ofVirtual().start(() -> storm.call(address, request, connected, start)));
    }
    connected.await();
    start.countDown();
    return storm;
  }

  private void call(
      InetSocketAddress address, byte[] request, CountDownLatch connected, CountDownLatch start) {
    String answer = "no answer";
    try (var line = connect(address, connected)) {
      start.await();
      line.exchange(request);
      answer = line.told();
    } catch (IOException | UncheckedIOException e) {
      answer = "failed: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (said) {
      said.merge(answer, 1, Integer::sum);
    }
    answered.incrementAndGet();
  }

  private static Line connect(InetSocketAddress address, CountDownLatch connected) {
    try {
      return new Line(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      connected.countDown();
    }
  }

  /// How many have their answer.
  int answered() {
    return answered.get();
  }

  /// Waits for the last answer.
  ///
  /// @return how often each was given: a status, and a code with refusals
  Map<String, Integer> end() throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
    return Map.copyOf(said);
  }
}
