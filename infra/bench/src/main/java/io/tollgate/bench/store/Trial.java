package io.tollgate.bench.store;

import io.tollgate.aws.http.Invocation;
import io.tollgate.bench.gateway.ConfigFile;
import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Conduct;
import io.tollgate.bench.http.Provider;
import io.tollgate.local.Deployment;
import io.tollgate.local.LocalCloud;
import io.tollgate.local.LocalDeployment;
import io.tollgate.local.LocalStore;
import io.tollgate.local.Options;
import io.tollgate.local.Wiring;
import io.tollgate.local.queue.Delivery;
import io.tollgate.local.queue.LocalQueue;
import io.tollgate.table.EmbeddedTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The deployed functions over a table that counts, with a clock and a queue that move only when
/// told to.
///
/// @param settling who settles
/// @param variant what is in force
/// @param calls that are counted
/// @param gap store time between two calls
record Trial(Settling settling, Variant variant, int calls, Duration gap) {
  /// Accounts, rate clocks and caches are as they are on any day after this.
  private static final int FIRST_CALLS = 10;

  private static final Instant START = Instant.parse("2026-11-24T10:02:00Z");
  private static final Duration RAISED_FOR = Duration.ofDays(1);
  private static final int OUTPUT_TOKENS = 20;
  private static final int MAX_TOKENS = 64;
  private static final int REQUEST_BYTES = 300;

  Counter count() throws IOException {
    var counter = new Counter();
    Conduct answer = Answers.plain(OUTPUT_TOKENS);
    Conduct noticed =
        out -> {
          counter.providerIsCalled();
          answer.answer(out);
        };
    try (var provider = new Provider(noticed);
        var config = ConfigFile.of(variant.yaml(provider.baseUrl()))) {
      var clock = new Ticking(START);
      LocalQueue queue = LocalCloud.usageQueue(clock);
      Deployment.Ground ground =
          new Deployment.Ground(
              options(config.path()), clock, queue, provider.baseUrl(), Optional.empty());
      var table = new CountingTable(new EmbeddedTable(clock), counter, settling == Settling.QUEUE);
      Deployment.Deployed deployed =
          LocalDeployment.ofThisMachine().deploy(ground, new LocalStore(table, counter, () -> {}));
      try {
        for (String raise : variant.raises()) {
          raise(deployed, raise, clock);
        }
        run(deployed, queue, clock, counter);
      } finally {
        close(deployed.store());
      }
    }
    return counter;
  }

  private static void close(AutoCloseable store) throws IOException {
    try {
      store.close();
    } catch (Exception e) {
      throw new IOException("the store did not close", e);
    }
  }

  private static Options options(Path config) {
    Options usual = Options.DEFAULT;
    return new Options(
        0,
        Optional.of(config),
        Optional.empty(),
        new Options.Store.Memory(),
        Optional.empty(),
        usual.maxCall(),
        usual.grace(),
        Optional.empty());
  }

  private void run(Deployment.Deployed deployed, LocalQueue queue, Ticking clock, Counter counter)
      throws IOException {
    for (int i = 0; i < FIRST_CALLS; i++) {
      call(deployed, "first-" + i, clock);
    }
    drain(deployed, queue);
    for (int i = 0; i < calls; i++) {
      counter.enter(Phase.BEFORE);
      String said = call(deployed, "counted-" + i, clock);
      if (!said.contains(variant.heard())) {
        throw new IOException("%s: no %s in %s".formatted(variant.name(), variant.heard(), said));
      }
      counter.enter(Phase.WARMUP);
    }
    counter.enter(Phase.QUEUE);
    drain(deployed, queue);
    counter.enter(Phase.WARMUP);
  }

  private static void raise(Deployment.Deployed deployed, String budget, Ticking clock)
      throws IOException {
    Instant until = clock.instant().plus(RAISED_FOR);
    byte[] event =
        Events.post(
            "/admin/v1/budgets/" + budget + "/raise",
            deployed.adminKey(),
            Map.of(),
            "{\"limit_usd\":1000,\"until\":\"%s\",\"reason\":\"bench\"}".formatted(until));
    var answer = new ByteArrayOutputStream();
    deployed.functions().admin().invoke(event, new Invocation("raise", until), answer);
    String said = answer.toString(StandardCharsets.UTF_8);
    if (!said.startsWith("{\"statusCode\":20")) {
      throw new IOException("a raise that should be made was answered with " + said);
    }
  }

  private String call(Deployment.Deployed deployed, String id, Ticking clock) throws IOException {
    clock.advance(gap);
    var answer = new ByteArrayOutputStream();
    byte[] event =
        Events.call(
            deployed.key(),
            Map.of("tollgate-agent", "support-bot", "tollgate-feature", "search"),
            Ask.chat("bench/m", false, MAX_TOKENS, REQUEST_BYTES));
    Instant deadline = clock.instant().plus(Wiring.PROXY_TIMEOUT);
    deployed.functions().proxy().invoke(event, new Invocation(id, deadline), answer);
    String said = answer.toString(StandardCharsets.UTF_8);
    if (!said.startsWith("{\"statusCode\":200")) {
      throw new IOException("a call that should pass was answered with " + said);
    }
    return said;
  }

  private static void drain(Deployment.Deployed deployed, LocalQueue queue) throws IOException {
    for (List<Delivery> batch = queue.take(Wiring.BATCH_SIZE);
        !batch.isEmpty();
        batch = queue.take(Wiring.BATCH_SIZE)) {
      deployed.functions().aggregator().consume(Events.batch(batch));
      queue.delete(batch.stream().map(Delivery::id).toList());
    }
  }
}
