package io.tollgate.aws.run;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.aws.log.JsonLog;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.log.LoggedAlarms;
import io.tollgate.key.KeyStore;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.UncappedModels;
import io.tollgate.table.StoreClock;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.SdkHttpClient;

/// What every function stands on: the store of its deployment, opened, and the organisation's file
/// in force.
///
/// Laying it reads the store, and writes the file to it if that is another one than before. It
/// reads no secret.
///
/// @param local this process's clock; `clock` is the store's time
/// @param random not guessable, and not the same in two environments that were restored from one
///   snapshot: a `SecureRandom`, since the JDK seeds its other generators once, before the snapshot
/// @param http for every client of AWS: the JDK's own, which starts fastest
public record Ground(
    Table table,
    StoreClock clock,
    InstantSource local,
    Fan fan,
    Closing closing,
    Configuration configuration,
    KeyStore keys,
    Book book,
    SecureRandom random,
    Log log,
    SdkHttpClient http) {
  /// How many requests to the store are under way at once, over all calls of this process.
  private static final int CONNECTIONS = 16;

  private static final int TRIES = 3;

  /// @throws IllegalArgumentException if the organisation's file is not accepted; a line for each
  ///   fault
  /// @throws StoreUnavailable if the store did not answer
  public static Ground of(Settings settings) {
    InstantSource local = InstantSource.system();
    var clock = new StoreClock(local);
    SdkHttpClient http = DynamoDbClients.http();
    Table table =
        new TimedTable(new DynamoDbTable(settings.table(), DynamoDbClients.onAws(http)), clock);
    Log log = JsonLog.metered(System.out, local, settings.logLevel(), settings.function());
    // First, because its answer tells the clock the store's time.
    Closing closing =
        patiently(() -> Closing.start(table, settings.longestCall(), settings.grace()));
    var policies = new PolicyStore(table);
    Configuration configuration = started(policies, settings, clock.instant(), log);
    var keys = new TableKeyStore(table);
    return new Ground(
        table,
        clock,
        local,
        new ThreadFan(Executors.newVirtualThreadPerTaskExecutor(), CONNECTIONS),
        closing,
        configuration,
        keys,
        new Book(policies, keys),
        new SecureRandom(),
        log,
        http);
  }

  /// The first answer of all takes long: an attempt has a second, and on a slow core that may be
  /// gone before the client's classes are loaded. They are when it is asked again, and no caller
  /// waits.
  static <T> T patiently(Supplier<T> first) {
    for (int tries = 1; ; tries++) {
      try {
        return first.get();
      } catch (StoreUnavailable notYet) {
        if (tries == TRIES) {
          throw notYet;
        }
      }
    }
  }

  private static Configuration started(
      PolicyStore policies, Settings settings, Instant now, Log log) {
    Path file = settings.configuration();
    String text = text(file);
    ConfigurationFile.Result result =
        settings
            .published()
            .map(version -> policies.start(text, now, version))
            .orElseGet(() -> policies.start(text, now));
    Configuration configuration =
        switch (result) {
          case ConfigurationFile.Parsed(Configuration parsed) -> parsed;
          case ConfigurationFile.Faulty(var faults) ->
              throw new IllegalArgumentException(
                  "%s is not accepted; mend it and deploy again:\n%s"
                      .formatted(
                          file,
                          faults.stream()
                              .map(fault -> "  " + fault)
                              .collect(Collectors.joining("\n"))));
        };
    configuration
        .notices()
        .forEach(
            notice -> log.line(Log.Level.WARN, "configuration_notice", Map.of("notice", notice)));
    return configuration;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "the organisation's file %s cannot be read; it belongs into the function's zip"
              .formatted(file),
          e);
    }
  }

  /// A ledger over the store.
  public Ledger ledger() {
    var alarms = new UncappedModels(table, book, new LoggedAlarms(log));
    return new Ledger(table, closing, fan, new Sleep(), random, alarms);
  }
}
