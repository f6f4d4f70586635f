package io.tollgate.local.e2e;

import io.tollgate.money.Usd;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Callers, each of which makes one call after another; what they call for is drawn from a seed.
final class Crowd {
  private static final int CALLS_EACH = 10_000;

  private final Caller caller;
  private final long seed;
  private final ConcurrentMap<String, Integer> told = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Usd> delivered = new ConcurrentHashMap<>();

  Crowd(Caller caller, long seed) {
    this.caller = caller;
    this.seed = seed;
  }

  /// Calls as long as it may, and returns when the last answer is there.
  void call(int callers, BooleanSupplier goesOn) throws InterruptedException {
    List<Thread> threads =
        IntStream.range(0, callers)
            .mapToObj(number -> Thread.ofVirtual().start(() -> goOn(number, goesOn)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private void goOn(int number, BooleanSupplier goesOn) {
    var random = new SplittableRandom(seed + number);
    for (int i = 0; i < CALLS_EACH && goesOn.getAsBoolean(); i++) {
      String answer = call(order(number * CALLS_EACH + i, random));
      told.merge(answer, 1, Integer::sum);
      if (!answer.equals("200")) {
        Caller.pause(500 + random.nextInt(1_000));
      }
    }
  }

  private static BillingProvider.Order order(int number, RandomGenerator random) {
    int most = 50 + random.nextInt(950);
    return new BillingProvider.Order(
        number,
        "agent/a" + random.nextInt(4),
        random.nextBoolean() ? "feature/tight" : "feature/wide",
        1 + random.nextInt(most),
        most,
        20 + random.nextInt(300),
        random.nextBoolean());
  }

  private String call(BillingProvider.Order order) {
    Caller.Answer answer;
    try {
      answer =
          caller.chat(
              order.body(),
              "Tollgate-Agent",
              name(order.agent()),
              "Tollgate-Feature",
              name(order.feature()));
    } catch (UncheckedIOException brokenOff) {
      return "broken off";
    }
    if (answer.status() == 200) {
      delivered.put(answer.header("tollgate-request-id"), order.bill());
    }
    return answer.told();
  }

  private static String name(String scope) {
    return scope.substring(scope.indexOf('/') + 1);
  }

  /// How often each answer was given.
  Map<String, Integer> told() {
    return Map.copyOf(told);
  }

  /// What each call cost that was answered to its end, by its request id.
  Map<String, Usd> delivered() {
    return Map.copyOf(delivered);
  }
}
