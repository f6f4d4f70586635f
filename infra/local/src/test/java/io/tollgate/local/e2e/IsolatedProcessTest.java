package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.SideBySide;
import io.tollgate.local.IsolatedGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `./tollgate up --isolate` as a process that is killed.
@SideBySide
@Timeout(240)
class IsolatedProcessTest {
  private final List<Path> links = new ArrayList<>();

  @TempDir private Path directory;

  /// A source tree, as far as the command looks into it.
  private Path home() throws IOException {
    Path home = directory.resolve("home");
    Path zip = new Unpacked("").root();
    for (String module : List.of("proxy", "aggregator", "admin")) {
      link(home.resolve("functions/" + module + "/target/zip"), zip);
    }
    String engine = "infra/dynamodb-local/target";
    link(home.resolve(engine), IsolatedGateway.tree().resolve(engine));
    return home;
  }

  private void link(Path link, Path target) throws IOException {
    Files.createDirectories(link.getParent());
    links.add(Files.createSymbolicLink(link, target));
  }

  private Path organisation(RawProvider provider) throws IOException {
    return Files.writeString(
        directory.resolve("tollgate.yaml"),
        """
        organisation: acme
        providers:
          house: {base_url: "%s", credential: none, prices: {m: {input: 0, output: 100}}}
        policies: [{budget: total, of: workspace, limit_usd: 1000}]
        """
            .formatted(provider.baseUrl()));
  }

  @Test
  void a_gateway_that_is_killed_leaves_no_process_behind_not_even_in_mid_call_or_stopped()
      throws Exception {
    var never = new CountDownLatch(1);
    Path home = home();
    try (var provider = new RawProvider();
        var gateway =
            ChildProcess.up(
                home, "--isolate", "--port", "0", "--config", organisation(provider).toString())) {
      provider.on("m", (request, out) -> never.await());
      var caller = new Caller(gateway.ready());
      assertThat(caller.admin("budgets").path("data")).isNotEmpty();
      try (var wire = new Wire(caller.ready())) {
        wire.call(Caller.prompt("house/m"));
        Caller.until(Duration.ofSeconds(60), () -> provider.heard("m") == 1);
        Set<ProcessHandle> all = gateway.descendants();
        Set<ProcessHandle> functions =
            all.stream()
                .filter(process -> FunctionProcesses.isFunction(process, ""))
                .collect(Collectors.toSet());
        assertThat(functions).hasSizeGreaterThanOrEqualTo(2);
        FunctionProcesses.signal(
            "STOP",
            functions.stream()
                .filter(process -> FunctionProcesses.isFunction(process, "admin"))
                .toList());
        gateway.kill();
        Caller.until(() -> all.stream().noneMatch(IsolatedProcessTest::runs));
        assertThat(all).noneMatch(IsolatedProcessTest::runs);
      }
    }
    // Of a link out of its directory JUnit would warn.
    for (Path link : links) {
      Files.delete(link);
    }
  }

  /// What has ended and was not yet waited for by its new parent has no command any more.
  private static boolean runs(ProcessHandle process) {
    return process.isAlive() && process.info().command().isPresent();
  }
}
