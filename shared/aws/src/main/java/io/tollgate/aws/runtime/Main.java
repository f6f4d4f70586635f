package io.tollgate.aws.runtime;

import io.tollgate.aws.log.JsonLog;
import io.tollgate.aws.log.Log;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// What the script `tollgate-runtime` starts: one function, for as many events as Lambda has.
///
/// It ends with status 1 when the function cannot be made or the Runtime API is gone; Lambda then
/// starts another.
public final class Main {
  /// How many events at once a Lambda Managed Instance gives one process; each has its own loop.
  private static final String AT_ONCE = "AWS_LAMBDA_MAX_CONCURRENCY";

  private Main() {}

  /// @param arguments the function's class
  public static void main(String[] arguments) {
    Map<String, String> environment = System.getenv();
    Log log = new JsonLog(System.out, InstantSource.system());
    try {
      String handler =
          arguments.length > 0 ? arguments[0] : environment.getOrDefault("_HANDLER", "");
      run(environment, handler, log);
    } catch (IOException | RuntimeException e) {
      log.line(
          Log.Level.ERROR,
          e instanceof Start.NotStarted ? "not_started" : "runtime_ended",
          Map.of("why", Failure.atStart(e).message()));
    }
    System.exit(1);
  }

  private static void run(Map<String, String> environment, String handler, Log log)
      throws IOException {
    Address address = Address.of(environment);
    var api = new RuntimeApi(address);
    Work work = new Start(api, () -> Work.named(handler)).work(environment);
    int atOnce = atOnce(environment);
    if (atOnce == 1) {
      new Loop(api, work, Tracing.CONTINUED, log).run();
      return;
    }
    api.close();
    runMany(address, work, atOnce, log);
  }

  private static int atOnce(Map<String, String> environment) {
    String text = environment.getOrDefault(AT_ONCE, "1");
    return text.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(text) : 1;
  }

  /// Returns when one of them ends: then the Runtime API is gone for all.
  private static void runMany(Address address, Work work, int atOnce, Log log) {
    var ended = new CountDownLatch(1);
    for (int i = 0; i < atOnce; i++) {
      Thread.ofVirtual()
          .name("loop-", i)
          .start(() -> {
            try (var api = new RuntimeApi(address)) {
              new Loop(api, work, Tracing.LEFT, log).run();
            } catch (IOException e) {
              log.line(
                  Log.Level.ERROR, "runtime_ended", Map.of("why", Failure.atStart(e).message()));
            } finally {
              ended.countDown();
            }
          });
    }
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
