package io.tollgate.local.e2e;

import io.tollgate.local.IsolatedGateway;
import io.tollgate.local.RunningGateway;
import io.tollgate.local.RunningGateway.Ready;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A gateway that runs, whichever deployment it is, and the provider behind it.
///
/// @param soon within this time spend shows a call that has ended
/// @param room how many callers at once it can take, most of whom it refuses
/// @param kept how many calls at once a provider may keep back
record Site(Ready ready, RawProvider provider, Duration soon, int room, int kept, Runnable closing)
    implements AutoCloseable {
  static final String SECRET = "sk-house-secret";
  private static final Map<String, String> CREDENTIALS = Map.of("HOUSE_KEY", SECRET);

  /// Processes of each function: some calls are kept back, and somebody must refuse the others.
  private static final int MOST = 5;

  /// A gateway in this process, in memory.
  static Site of(Needs needs) {
    var provider = new RawProvider();
    return of(provider, Needs.file(List.of(needs), provider.baseUrl()));
  }

  /// The same with an organisation of its own.
  ///
  /// @param file where `PROVIDER` stands for the provider's address; empty for the demo's
  static Site of(String file) {
    var provider = new RawProvider();
    return of(provider, Needs.filled(file, provider.baseUrl()));
  }

  private static Site of(RawProvider provider, String file) {
    RunningGateway gateway = RunningGateway.of(file, CREDENTIALS);
    return new Site(
        gateway.ready(),
        provider,
        Duration.ofSeconds(2),
        Integer.MAX_VALUE,
        Integer.MAX_VALUE,
        () -> {
          gateway.close();
          provider.close();
        });
  }

  /// The functions' zips, several processes to a function.
  static Site isolated(List<Needs> all) throws IOException {
    var provider = new RawProvider();
    IsolatedGateway gateway =
        IsolatedGateway.of(
            Needs.file(all, provider.baseUrl()),
            CREDENTIALS,
            new Unpacked("").root(),
            "--environments",
            Integer.toString(MOST));
    return new Site(
        gateway.ready(),
        provider,
        // A first batch waits for its function to start.
        Duration.ofSeconds(30),
        10,
        2,
        () -> {
          gateway.close();
          provider.close();
        });
  }

  /// A client and an operator of it.
  Caller caller() {
    return new Caller(ready);
  }

  /// A file with the address of this provider.
  String filled(String file) {
    return Needs.filled(file, provider.baseUrl());
  }

  /// The same for one of several who use it one after another: closing it closes nothing.
  Site lent() {
    return new Site(ready, provider, soon, room, kept, () -> {});
  }

  @Override
  public void close() {
    closing.run();
  }
}
