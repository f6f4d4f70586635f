package io.tollgate.bench.latency;

import io.tollgate.bench.Progress;
import io.tollgate.bench.gateway.Child;
import io.tollgate.bench.gateway.ConfigFile;
import io.tollgate.bench.gateway.Machine;
import io.tollgate.bench.gateway.Organisation;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Provider;
import io.tollgate.bench.yardstick.Yardstick;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One kind of call, measured on a gateway of its own.
///
/// @param kind of answer
/// @param bytes of a request
/// @param scopes how many have a limit
/// @param connections for the rate
record Scenario(Kind kind, int bytes, int scopes, int connections) {
  private static final int MAX_TOKENS = 64;

  /// How it is measured.
  ///
  /// @param warmup before the first run
  /// @param seconds of each measurement
  /// @param runs of which the median counts
  /// @param jvm more options for the gateway's JVM
  record Effort(Duration warmup, Duration seconds, int runs, List<String> jvm) {
    Effort {
      jvm = List.copyOf(jvm);
    }
  }

  /// One run.
  ///
  /// @param direct one caller, past the gateway
  /// @param alone one caller, through it
  /// @param relayed many callers, through a bare relay
  /// @param crowd many callers, through the gateway
  record Run(Sample direct, Sample alone, Crowd relayed, Crowd crowd) {
    /// What the gateway needs more than the relay did just before it.
    long addedCpuMicrosPerCall() {
      return crowd.cpuMicrosPerCall() - relayed.cpuMicrosPerCall();
    }
  }

  /// All runs, and what they left.
  ///
  /// @param journalItems one for each call through the gateway
  /// @param failures in all of it, the warm-up and the relay too
  record Result(
      Scenario scenario, List<Run> runs, long journalItems, long residentKilobytes, long failures) {
    Result {
      runs = List.copyOf(runs);
    }
  }

  Result measure(Effort effort, Machine machine, Progress progress)
      throws IOException, InterruptedException {
    try (var provider = new Provider(kind.conduct());
        var config = ConfigFile.of(Organisation.yaml(provider.baseUrl(), scopes));
        var gateway =
            new Child(
                machine.pin(),
                effort.jvm(),
                List.of("--memory", "--config", config.path().toString()));
        var relay = Yardstick.relay(machine.pin(), provider.address())) {
      byte[] request = request(gateway.door().key());
      var direct = Load.steady(provider.address(), request, 1);
      var alone = Load.steady(gateway.door().address(), request, 1);
      var relayed = Load.steady(relay.address(), request, connections);
      var crowd = Load.steady(gateway.door().address(), request, connections);
      progress.step(name() + ": warming up");
      var all = new ArrayList<Sample>();
      direct.run(effort.warmup().dividedBy(10));
      long failures = relayed.run(effort.warmup().dividedBy(10)).failures();
      all.add(alone.run(effort.warmup().dividedBy(10)));
      all.add(crowd.run(effort.warmup()));
      var runs = new ArrayList<Run>();
      for (int i = 1; i <= effort.runs(); i++) {
        progress.step("%s: run %d of %d".formatted(name(), i, effort.runs()));
        Sample past = direct.run(effort.seconds());
        Sample single = alone.run(effort.seconds());
        Crowd bare = Crowd.run(relayed, effort.seconds(), relay::cpu);
        Crowd many = Crowd.run(crowd, effort.seconds(), gateway::cpu);
        runs.add(new Run(past, single, bare, many));
        all.add(single);
        all.add(many.sample());
        failures += bare.sample().failures();
      }
      return new Result(
          this,
          runs,
          all.stream().mapToLong(Sample::calls).sum(),
          Machine.residentKilobytes(gateway.pid()),
          failures + all.stream().mapToLong(Sample::failures).sum());
    }
  }

  /// For people.
  String name() {
    return "%s, %d B, %d limited scopes".formatted(kind.word(), bytes, scopes);
  }

  private byte[] request(String key) {
    return Ask.post(
        key,
        Map.of("tollgate-agent", "support-bot", "tollgate-feature", "search"),
        Ask.chat("bench/m", kind.streams(), MAX_TOKENS, bytes));
  }
}
