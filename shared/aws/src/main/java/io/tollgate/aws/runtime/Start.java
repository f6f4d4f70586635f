package io.tollgate.aws.runtime;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/// Makes the function that serves, now or after a snapshot was restored.
///
/// Under SnapStart Lambda runs this once for a published version, takes a snapshot, and restores it
/// for each environment. So that nothing stale or shared survives into two environments (sockets,
/// clients, caches, clocks, the state of random generators, secrets), the function that was made
/// before the snapshot is only rehearsed, so that its classes are loaded, and thrown away; what
/// serves is made anew afterwards. What stays is what the JDK keeps for itself: its pool of HTTP
/// connections drops those that were idle for five seconds, and its `SecureRandom` goes back to the
/// system's source.
final class Start {
  private static final String TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
  private static final String SNAPSHOT = "snap-start";

  private final RuntimeApi api;
  private final Supplier<Work> maker;

  Start(RuntimeApi api, Supplier<Work> maker) {
    this.api = api;
    this.maker = maker;
  }

  /// @return what serves
  /// @throws IOException if the Runtime API is gone
  /// @throws NotStarted if the function cannot be made; Lambda knows by then
  Work work(Map<String, String> environment) throws IOException {
    Work first = first(SNAPSHOT.equals(environment.get(TYPE)));
    if (!SNAPSHOT.equals(environment.get(TYPE))) {
      return first;
    }
    api.awaitRestore();
    return restored();
  }

  private Work first(boolean rehearses) throws IOException {
    try {
      Work work = maker.get();
      if (rehearses) {
        work.rehearse();
      }
      return work;
    } catch (IOException | RuntimeException | LinkageError e) {
      Failure failure = Failure.atStart(e);
      api.failStart(failure);
      throw new NotStarted(failure.message(), e);
    }
  }

  private Work restored() throws IOException {
    try {
      return maker.get();
    } catch (RuntimeException | LinkageError e) {
      Failure failure = Failure.atStart(e);
      api.failRestore(failure);
      throw new NotStarted(failure.message(), e);
    }
  }

  /// The function cannot be made; the message says why, and what to do about it.
  static final class NotStarted extends RuntimeException {
    NotStarted(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
