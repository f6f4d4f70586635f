package io.tollgate.admin;

import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.http.Request;
import io.tollgate.aws.http.StreamingFunction;
import io.tollgate.aws.log.JsonLog;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.run.StoreSettings;
import io.tollgate.aws.run.ThreadFan;
import io.tollgate.books.Budgets;
import io.tollgate.books.RequestLog;
import io.tollgate.books.TableSpend;
import io.tollgate.key.AdminKeys;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyStore;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.io.IOException;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/// The function of the admin API: `/admin/v1/…` and `/health`. Safe for concurrent calls.
public final class AdminFunction implements Handler, StreamingFunction {
  private static final int CONNECTIONS = 16;

  private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN);

  /// Keys tell who works on what, so viewers, who watch money, do not see them.
  private static final Set<Role> MOST = EnumSet.of(Role.ADMIN, Role.BILLING);

  private static final Set<Role> ALL = EnumSet.allOf(Role.class);

  private final Admin admin;
  private final StreamingFunction door;

  /// The function on Lambda.
  public AdminFunction() {
    var settings = StoreSettings.of(System.getenv());
    InstantSource local = InstantSource.system();
    var store = new StoreClock(local);
    Table table =
        new TimedTable(
            new DynamoDbTable(settings.table(), DynamoDbClients.onAws(DynamoDbClients.http())),
            store);
    var keys = new TableKeyStore(table);
    this(
        table,
        Closing.start(table, settings.longestCall(), settings.grace()),
        new Book(new PolicyStore(table), keys),
        keys,
        AdminHashes.read(System.getenv().getOrDefault(AdminHashes.NAME, "")),
        store,
        new SecureRandom(),
        new ThreadFan(Executors.newVirtualThreadPerTaskExecutor(), CONNECTIONS),
        new JsonLog(System.out, local));
  }

  /// @param book opened on the same store
  /// @param store the store's time
  /// @param random draws keys: must not be guessable
  /// @param fan how several items are read at once
  public AdminFunction(
      Table table,
      Closing closing,
      Book book,
      KeyStore keys,
      AdminKeys admins,
      InstantSource store,
      RandomGenerator random,
      Fan fan,
      Log log) {
    var spend = new SpendRoutes(new TableSpend(table, fan));
    var budgets = new BudgetRoutes(new Budgets(table, closing, fan), keys);
    var requests = new RequestRoutes(new RequestLog(table, closing, fan), new Story(keys));
    var keyRoutes = new KeyRoutes(keys, random);
    List<Route> routes =
        List.of(
            new Route("GET", "/admin/v1/spend", ALL, spend::spend),
            new Route("GET", "/admin/v1/budgets", ALL, budgets::budgets),
            new Route("GET", "/admin/v1/requests", ALL, requests::list),
            new Route("GET", "/admin/v1/requests/{id}", ALL, requests::show),
            new Route("GET", "/admin/v1/keys", MOST, keyRoutes::list),
            new Route("POST", "/admin/v1/keys", ADMIN, keyRoutes::create),
            new Route("GET", "/admin/v1/keys/{id}", MOST, keyRoutes::show),
            new Route("DELETE", "/admin/v1/keys/{id}", ADMIN, keyRoutes::delete));
    this.admin = new Admin(routes, admins, book, closing, store, log);
    this.door = Envelope.function(admin);
  }

  @Override
  public void handle(Request request, Reply reply) throws IOException {
    admin.handle(request, reply);
  }

  @Override
  public void invoke(byte[] event, Invocation invocation, OutputStream response)
      throws IOException {
    door.invoke(event, invocation, response);
  }
}
