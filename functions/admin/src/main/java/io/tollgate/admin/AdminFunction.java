package io.tollgate.admin;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.http.Request;
import io.tollgate.aws.http.StreamingFunction;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.run.Ground;
import io.tollgate.aws.run.Lazy;
import io.tollgate.aws.runtime.Rehearsed;
import io.tollgate.aws.secrets.Secrets;
import io.tollgate.books.Budgets;
import io.tollgate.books.RequestLog;
import io.tollgate.books.TableSpend;
import io.tollgate.catalog.PriceBook;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyStore;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.policy.Raiser;
import io.tollgate.table.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The function of the admin API: `/admin/v1/…` and `/health`. Safe for concurrent calls.
public final class AdminFunction implements Handler, StreamingFunction, Rehearsed {
  private static final Set<Role> ADMIN = EnumSet.of(Role.ADMIN);

  /// Keys tell who works on what, so viewers, who watch money, do not see them.
  private static final Set<Role> MOST = EnumSet.of(Role.ADMIN, Role.BILLING);

  private static final Set<Role> ALL = EnumSet.allOf(Role.class);

  /// As large as a call may be, which is what a function can be given.
  private static final int LARGEST_FILE = 4_500_000;

  private final Admin admin;
  private final StreamingFunction door;
  private final InstantSource store;

  /// The function on Lambda.
  public AdminFunction() {
    var settings = AdminSettings.of(System.getenv());
    Ground ground = Ground.of(settings.common());
    var client = new Lazy<>(() -> Secrets.onAws(ground.http()));
    this(
        ground.table(),
        ground.closing(),
        ground.book(),
        ground.keys(),
        new AdminSecret(settings.secret(), new Secrets(client, ground.local(), ground.log())),
        ground.clock(),
        ground.random(),
        ground.fan(),
        ground.log());
  }

  /// @param book opened on the same store
  /// @param admins who may administer
  /// @param store the store's time
  /// @param random draws keys: must not be guessable
  /// @param fan how several items are read at once
  public AdminFunction(
      Table table,
      Closing closing,
      Book book,
      KeyStore keys,
      Admins admins,
      InstantSource store,
      RandomGenerator random,
      Fan fan,
      Log log) {
    var spend = new SpendRoutes(new TableSpend(table, fan));
    var budgets = new BudgetRoutes(new Budgets(table, closing, fan), keys);
    var requests = new RequestRoutes(new RequestLog(table, closing, store, fan), new Story(book));
    var keyRoutes = new KeyRoutes(keys, random);
    var config = new ConfigRoutes(new PolicyStore(table), book, new Lazy<>(PriceBook::shipped));
    var raise = new RaiseRoute(new Raiser(table), book, closing);
    List<Route> routes =
        List.of(
            new Route("GET", "/admin/v1/config", MOST, config::show),
            new Route("PUT", "/admin/v1/config", ADMIN, LARGEST_FILE, config::put),
            new Route("GET", "/admin/v1/spend", ALL, spend::spend),
            new Route("GET", "/admin/v1/budgets", ALL, budgets::budgets),
            new Route("POST", "/admin/v1/budgets/{id+}/raise", ADMIN, raise::raise),
            new Route("GET", "/admin/v1/requests", ALL, requests::list),
            new Route("GET", "/admin/v1/requests/{id}", ALL, requests::show),
            new Route("GET", "/admin/v1/keys", MOST, keyRoutes::list),
            new Route("POST", "/admin/v1/keys", ADMIN, keyRoutes::create),
            new Route("GET", "/admin/v1/keys/{id}", MOST, keyRoutes::show),
            new Route("PATCH", "/admin/v1/keys/{id}", ADMIN, keyRoutes::change),
            new Route("DELETE", "/admin/v1/keys/{id}", ADMIN, keyRoutes::delete));
    this.admin = new Admin(routes, admins, book, closing, store, log);
    this.door = Envelope.function(admin);
    this.store = store;
  }

  /// Asks after its own health, which reads the store.
  @Override
  public void rehearse() throws IOException {
    invoke(
        "{\"httpMethod\":\"GET\",\"path\":\"/health\"}".getBytes(StandardCharsets.UTF_8),
        new Invocation("rehearsal", store.instant().plusSeconds(1)),
        OutputStream.nullOutputStream());
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
