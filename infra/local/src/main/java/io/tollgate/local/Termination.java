package io.tollgate.local;

import java.lang.System.Logger.Level;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/// SIGTERM and Ctrl-C: the first asks for an orderly end, the second ends at once.
///
/// By reflection on `sun.misc.Signal`: the compiler warns of it wherever it is named, and a
/// shutdown hook cannot see a second signal. Where it is missing, a signal ends the process as it
/// always does.
final class Termination {
  private static final System.Logger LOG = System.getLogger(Termination.class.getName());

  // What a shell shows for a process that SIGTERM ended.
  private static final int KILLED = 143;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final AtomicBoolean once = new AtomicBoolean();

  /// Heeds no signal of the system's, only {@link #signal}.
  static Termination silent() {
    return new Termination();
  }

  /// Listens from here on.
  static Termination listening() {
    var termination = new Termination();
    termination.handle("TERM");
    termination.handle("INT");
    return termination;
  }

  /// Returns when an orderly end is asked for.
  void await() throws InterruptedException {
    asked.await();
  }

  /// What a signal does.
  void signal() {
    if (!once.compareAndSet(false, true)) {
      Runtime.getRuntime().halt(KILLED);
    }
    asked.countDown();
  }

  private void handle(String name) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                if (method.getName().equals("handle")) {
                  signal();
                }
                return method.getReturnType() == boolean.class ? proxy == args[0] : 0;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      LOG.log(Level.DEBUG, "SIG" + name + " is left to the JVM", e);
    }
  }
}
