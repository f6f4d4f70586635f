package io.tollgate.local;

import io.tollgate.admin.AdminFunction;
import io.tollgate.aggregator.AggregatorFunction;
import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.log.JsonLog;
import io.tollgate.aws.log.Log;
import io.tollgate.catalog.PriceBook;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageSink;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Alarms;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.PolicyStore.InForce;
import io.tollgate.policy.UncappedModels;
import io.tollgate.proxy.Catalogues;
import io.tollgate.proxy.ProxyFunction;
import io.tollgate.proxy.upstream.Upstream;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLSocketFactory;

/// The three functions over what this machine has, wired as their composition roots wire them on
/// AWS.
public final class LocalDeployment implements Deployment {
  private static final byte[] SWEEP = Wiring.SWEEP_EVENT.getBytes(StandardCharsets.UTF_8);

  private final Map<String, String> environment;
  private final RandomGenerator random;

  /// @param environment where the providers' keys are
  /// @param random draws keys: must not be guessable
  LocalDeployment(Map<String, String> environment, RandomGenerator random) {
    this.environment = environment;
    this.random = random;
  }

  /// With this machine's environment and real chance.
  public static LocalDeployment ofThisMachine() {
    return new LocalDeployment(System.getenv(), new SecureRandom());
  }

  @Override
  public Deployed deploy(Ground ground) {
    LocalStore store = LocalStore.open(ground);
    try {
      return deploy(ground, store);
    } catch (RuntimeException e) {
      close(store.closer());
      throw e;
    }
  }

  /// The same over a store of the caller's, such as one that counts. The caller closes it if this
  /// throws.
  public Deployed deploy(Ground ground, LocalStore store) {
    Options options = ground.options();
    // Locally a person reads the terminal: only what someone should look at.
    Log log = new QuietLog(new JsonLog(System.err, ground.clock()));
    var clock = new StoreClock(ground.clock());
    Table table = new TimedTable(store.table(), clock);
    var policies = new PolicyStore(table);
    Configuration configuration = start(policies, options, clock.instant());
    var keys = new TableKeyStore(table);
    FirstKeys first =
        FirstKeys.of(ground.data(), keys, configuration.directory(), random, clock.instant());
    var book = new Book(policies, keys);
    Closing closing = Closing.start(table, options.maxCall(), options.grace());
    Alarms alarms =
        alarm ->
            log.line(
                Log.Level.ERROR,
                alarm.getClass().getSimpleName(),
                Map.of("what", alarm.toString()));
    var ledger =
        new Ledger(
            table,
            closing,
            store.fan(),
            LocalDeployment::pause,
            RandomGenerator.getDefault(),
            new UncappedModels(table, book, alarms));
    UsageSink queue = event -> ground.queue().send(EventJson.write(event));
    var providers = new LocalProviders(environment, ground.demo(), options.upstream());
    ScheduledExecutorService watch =
        Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory());
    var proxy =
        new ProxyFunction(
            ledger,
            book,
            new Catalogues(PriceBook.shipped(), providers::here, configuration),
            providers.credentials(),
            new Upstream((SSLSocketFactory) SSLSocketFactory.getDefault(), watch, clock),
            queue,
            clock,
            store.fan(),
            LocalDeployment::pause,
            options.maxCall(),
            log);
    var aggregator =
        new AggregatorFunction(ledger, table, clock, ground.clock(), book, store.fan(), log);
    var admin =
        new AdminFunction(
            table, closing, book, keys, first.admins()::roleOf, clock, random, store.fan(), log);
    return new Deployed(
        new LocalCloud.Functions(
            Envelope.function(proxy), admin, aggregator::handle, () -> sweep(aggregator)),
        first.virtual().reveal(),
        first.admin().reveal(),
        () -> {
          watch.shutdownNow();
          store.closer().close();
        });
  }

  /// A file that was named comes into force. Without one what is in force stays so, whoever put it;
  /// the demo's file is for a store that has none.
  private static Configuration start(PolicyStore policies, Options options, Instant now) {
    Optional<InForce> before = policies.inForce();
    OrganisationFile file =
        OrganisationFile.named(options)
            .or(() -> before.map(other -> OrganisationFile.inForce(other.text())))
            .orElseGet(OrganisationFile::demo);
    Configuration configuration = file.accepted(policies.start(file.text(), now));
    before
        .filter(other -> !other.text().equals(file.text()))
        .ifPresent(other ->
            System.err.printf(
                "tollgate: %s is in force as version %d; it differs from version %d, which was in force.%n",
                file.name(), configuration.version(), other.version()));
    return configuration;
  }

  private static void sweep(AggregatorFunction aggregator) {
    try {
      aggregator.handle(SWEEP);
    } catch (IOException e) {
      throw new UncheckedIOException("the sweep's own event is not understood", e);
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void close(AutoCloseable closer) {
    try {
      closer.close();
    } catch (Exception e) {
      System.getLogger(LocalDeployment.class.getName())
          .log(System.Logger.Level.ERROR, "the store did not close", e);
    }
  }
}
