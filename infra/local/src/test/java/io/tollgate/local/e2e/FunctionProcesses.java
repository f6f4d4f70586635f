package io.tollgate.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.tollgate.local.IsolatedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The processes of isolated functions that this process started and that live.
final class FunctionProcesses {
  private FunctionProcesses() {}

  /// Of all gateways in this process.
  static Set<ProcessHandle> all() {
    return living(process -> isFunction(process, ""));
  }

  /// Of one gateway.
  static Set<ProcessHandle> of(IsolatedGateway gateway) {
    return of(gateway, "");
  }

  /// @param function such as `proxy`
  static Set<ProcessHandle> of(IsolatedGateway gateway, String function) {
    return living(process -> isFunction(process, function) && isOf(gateway, process));
  }

  private static Set<ProcessHandle> living(Predicate<ProcessHandle> wanted) {
    return ProcessHandle.current().children().filter(wanted).collect(Collectors.toSet());
  }

  /// Its jars are named by where they lie.
  private static boolean isOf(IsolatedGateway gateway, ProcessHandle process) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains(gateway.directory() + "/"))
        .isPresent();
  }

  static boolean isFunction(ProcessHandle process, String function) {
    return process
        .info()
        .commandLine()
        .filter(line -> line.contains("runtime.Main io.tollgate." + function))
        .isPresent();
  }

  /// @param signal such as `STOP`; nothing happens to a process that has ended
  static void signal(String signal, Collection<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    processes.forEach(process -> command.add(Long.toString(process.pid())));
    try {
      new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether these processes stand still. A signal is sent before it is heeded: on a busy machine
  /// other threads of the process may go on for a moment.
  static boolean areStopped(Collection<ProcessHandle> processes) {
    return processes.stream().allMatch(FunctionProcesses::isStopped);
  }

  private static boolean isStopped(ProcessHandle process) {
    try {
      Process ps =
          new ProcessBuilder("ps", "-o", "state=", "-p", Long.toString(process.pid())).start();
      return new String(ps.getInputStream().readAllBytes(), UTF_8).startsWith("T");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
