package io.tollgate.proxy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import io.tollgate.catalog.PriceBook;
import io.tollgate.event.CallFacts;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.key.BudgetStatus;
import io.tollgate.key.Choice;
import io.tollgate.key.KeySecret;
import io.tollgate.key.TableKeyStore;
import io.tollgate.key.VirtualKey;
import io.tollgate.ledger.AccountView;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.UncappedModels;
import io.tollgate.proxy.upstream.Upstream;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLSocketFactory;

/// The whole proxy over a table in memory and a provider with real sockets.
final class House implements AutoCloseable {
  /// At `house/free-in` input is free and 1,000 output tokens cost ten cents; `unlisted` has no
  /// price; `hasty` waits for a fifth of a second.
  static final String PROVIDERS =
      """
      organisation: acme
      departments:
        research: {name: Research}
      members:
        ada: {department: research}
      providers:
        house:
          dialect: openai
          base_url: %s
          credential: "env:HOUSE"
          prices:
            free-in: {input: 0, output: 100, context: 128000, max_output: 8192}
            plain: {input: 1, output: 4, context: 128000, max_output: 8192}
            unlisted: {context: 128000, max_output: 8192}
        hasty:
          dialect: openai
          base_url: %s
          credential: "env:HOUSE"
          timeouts: {connect: 1s, first_byte: 200ms, idle: 200ms}
          cancel_stops_billing: true
          bills_errors: true
          prices:
            quick: {input: 1, output: 4, context: 128000, max_output: 8192}
        poor:
          dialect: openai
          base_url: %s
          credential: "env:NOBODY"
          prices:
            poor: {input: 1, output: 4, context: 128000, max_output: 8192}
      """;

  final FakeProvider provider = new FakeProvider();
  final List<UsageEvent> events = new CopyOnWriteArrayList<>();
  final List<String> log = new CopyOnWriteArrayList<>();
  final Ledger ledger;
  final Book book;
  final TableKeyStore keys;
  final ProxyFunction proxy;
  final String secret;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private final InstantSource clock;
  private final AtomicInteger invocations = new AtomicInteger();

  House(String rules) {
    this(rules, UnaryOperator.identity());
  }

  /// @param alteration what stands between the proxy and its store
  House(String rules, UnaryOperator<Table> alteration) {
    this(rules, InstantSource.system(), alteration);
  }

  House(String rules, InstantSource clock, UnaryOperator<Table> alteration) {
    this.clock = clock;
    var storeClock = new StoreClock(clock);
    Table table = new TimedTable(alteration.apply(new EmbeddedTable(clock)), storeClock);
    var policies = new PolicyStore(table);
    String file = PROVIDERS.replace("%s", provider.baseUrl().toString()) + rules;
    var read = policies.start(file, clock.instant());
    if (!(read instanceof ConfigurationFile.Parsed)) {
      throw new IllegalArgumentException(read.toString());
    }
    keys = new TableKeyStore(table);
    secret = key("key_ada", Optional.of("ada"), BudgetStatus.PAYMENT_REQUIRED);
    book = new Book(policies, keys);
    var closing = Closing.start(table, Duration.ofSeconds(60), Duration.ofSeconds(60));
    ledger =
        new Ledger(
            table,
            closing,
            Fan.INLINE,
            pause -> {},
            new Random(1),
            new UncappedModels(table, book, alarm -> log.add(alarm.toString())));
    proxy =
        new ProxyFunction(
            ledger,
            book,
            new Catalogues(PriceBook.shipped(), settings -> settings, book.current()),
            reference -> reference.equals("env:HOUSE") ? Optional.of("sk-team") : Optional.empty(),
            new Upstream((SSLSocketFactory) SSLSocketFactory.getDefault(), watch, storeClock),
            events::add,
            storeClock,
            Fan.INLINE,
            moment -> {},
            Duration.ofSeconds(60),
            (level, event, fields) -> log.add(level + " " + event + " " + fields));
  }

  String key(String id, Optional<String> member, BudgetStatus status) {
    KeySecret drawn = KeySecret.draw(KeySecret.Kind.VIRTUAL, new Random(id.hashCode()));
    keys.create(
        new VirtualKey(
            id,
            id,
            member,
            Optional.empty(),
            Choice.any(),
            Choice.any(),
            Set.of(),
            false,
            Optional.empty(),
            status,
            false,
            false,
            Instant.EPOCH),
        drawn.hash());
    return drawn.reveal();
  }

  Heard chat(String body, String... headers) {
    return chat(new Heard(), body, headers);
  }

  Heard chat(Heard heard, String body, String... headers) {
    return send(heard, "POST", "/v1/chat/completions", body, headers);
  }

  Heard get(String path, String... headers) {
    return send(new Heard(), "GET", path, "", headers);
  }

  Heard send(Heard heard, String method, String path, String body, String... headers) {
    var all = Headers.builder().add("Authorization", "Bearer " + secret);
    for (int i = 0; i < headers.length; i += 2) {
      all.set(headers[i], headers[i + 1]);
    }
    return send(
        heard,
        new Request(
            "inv-" + invocations.incrementAndGet(),
            method,
            path,
            "",
            all.build(),
            body.getBytes(StandardCharsets.UTF_8),
            clock.instant().plusSeconds(60)));
  }

  Heard send(Heard heard, Request request) {
    try {
      proxy.handle(request, heard);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return heard;
  }

  AccountView account(ScopeKind kind, String name) {
    return ledger.view(new Scope(kind, name), book.current().calendar());
  }

  String spent(ScopeKind kind, String name) {
    return account(kind, name).spent("T").plain();
  }

  String held(ScopeKind kind, String name) {
    return account(kind, name).held("T").plain();
  }

  CallFacts facts() {
    return EventJson.facts(ended().incoming().facts());
  }

  UsageEvent.Ended ended() {
    return (UsageEvent.Ended) events.getLast();
  }

  @Override
  public void close() {
    provider.close();
    watch.shutdownNow();
  }
}
