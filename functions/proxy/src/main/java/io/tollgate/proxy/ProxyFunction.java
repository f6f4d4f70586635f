package io.tollgate.proxy;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.http.Request;
import io.tollgate.aws.http.StreamingFunction;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.run.Ground;
import io.tollgate.aws.run.Lazy;
import io.tollgate.aws.run.Sleep;
import io.tollgate.aws.runtime.Rehearsed;
import io.tollgate.aws.secrets.Secrets;
import io.tollgate.aws.sqs.SqsSink;
import io.tollgate.catalog.PriceBook;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageSink;
import io.tollgate.key.KeySecret;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.ledger.Pause;
import io.tollgate.ledger.Reservation;
import io.tollgate.policy.Book;
import io.tollgate.proxy.Progress.Visit;
import io.tollgate.proxy.dialect.OpenAiChat;
import io.tollgate.proxy.upstream.Upstream;
import io.tollgate.table.StoreClock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;

/// The function on the path of every call. Safe for concurrent calls.
public final class ProxyFunction implements Handler, StreamingFunction, Rehearsed {
  /// What is left of the function's time when a call must have ended: enough to settle it and to
  /// say so.
  private static final Duration TO_SETTLE = Duration.ofSeconds(2);

  private static final String REHEARSAL =
      """
      {"httpMethod": "POST", "path": "/v1/chat/completions",
       "multiValueHeaders": {"authorization": ["Bearer %s"], "content-type": ["application/json"]},
       "body": "{}"}
      """;

  private final Ledger ledger;
  private final StoreClock clock;
  private final Duration longestCall;
  private final Log log;
  private final Routes routes;

  /// The function on Lambda.
  public ProxyFunction() {
    var settings = ProxySettings.of(System.getenv());
    Ground ground = Ground.of(settings.common());
    var queue = new Lazy<>(() -> SqsSink.onAws(ground.http()));
    var secrets = new Lazy<>(() -> Secrets.onAws(ground.http()));
    this(
        ground.ledger(),
        ground.book(),
        new Catalogues(PriceBook.shipped(), provider -> provider, ground.configuration()),
        new DeployedCredentials(
            new Secrets(secrets, ground.local(), ground.log()), System.getenv()),
        new Upstream(
            (SSLSocketFactory) SSLSocketFactory.getDefault(),
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("watch").factory()),
            ground.clock()),
        new SqsSink(queue, settings.queueUrl(), ground.log()),
        ground.clock(),
        ground.fan(),
        new Sleep(),
        settings.common().longestCall(),
        ground.log());
  }

  /// @param ledger over the store
  /// @param book on the configuration and the keys
  /// @param catalogues what can be called, for each configuration
  /// @param credentials the team's keys at the providers
  /// @param upstream the way to the providers
  /// @param queue where usage events go
  /// @param clock the store's time; the table that ledger and book use tells it
  /// @param fan how several items are asked at once
  /// @param pause how a call waits for one that is about to be settled
  /// @param longestCall the most that a call may take
  public ProxyFunction(
      Ledger ledger,
      Book book,
      Catalogues catalogues,
      Credentials credentials,
      Upstream upstream,
      UsageSink queue,
      StoreClock clock,
      Fan fan,
      Pause pause,
      Duration longestCall,
      Log log) {
    this.ledger = ledger;
    this.clock = clock;
    this.longestCall = longestCall;
    this.log = log;
    var dialect = new OpenAiChat();
    var recent = new RecentDenials();
    var settlement =
        new Settlement(
            ledger,
            clock,
            queue,
            recent,
            event ->
                log.line(Log.Level.ERROR, "unsent", Map.of("message", EventJson.write(event))));
    var admission = new Admission(ledger, book, clock, fan, pause, settlement, recent);
    var calls = new CallLog(log);
    var keys = new KeyRing(book);
    var router = new Router(catalogues, credentials);
    var refusals = new Refusals(dialect, settlement, clock, calls);
    var forwarder = new Forwarder(upstream, credentials, dialect, clock, log);
    var gate = new Gate(keys, router, admission, ledger, book, clock);
    this.routes =
        new Routes(
            new Gateway(
                () -> new Turn(ledger.repeats(), clock, pause),
                gate,
                forwarder,
                settlement,
                refusals,
                calls),
            new Models(keys, catalogues, credentials, refusals),
            new OwnUsage(keys, ledger, book, clock, refusals),
            refusals);
  }

  @Override
  public void invoke(byte[] event, Invocation invocation, OutputStream response)
      throws IOException {
    Envelope.function(this).invoke(event, invocation, response);
  }

  /// One call with a key that nobody has: it is looked up in the store and refused, and nothing is
  /// written.
  @Override
  public void rehearse() throws IOException {
    String nobodys = KeySecret.draw(KeySecret.Kind.VIRTUAL, new SecureRandom()).reveal();
    invoke(
        REHEARSAL.formatted(nobodys).getBytes(StandardCharsets.UTF_8),
        new Invocation("rehearsal", clock.instant().plus(longestCall)),
        OutputStream.nullOutputStream());
  }

  @Override
  public void handle(Request request, Reply reply) throws IOException {
    Instant now = clock.instant();
    Bucket bucket = ledger.closing().bucketOf(now);
    String id = Reservation.requestId(bucket, request.id());
    var watched = new WatchedReply(reply);
    try {
      routes.handle(new Visit(request, id, now, bucket, until(request, now)), watched);
    } catch (RuntimeException defect) {
      log.line(Log.Level.ERROR, "defect", Map.of("request", id, "what", Defects.describe(defect)));
      if (!watched.hasBegun()) {
        Refusal.of(
                Code.INTERNAL_ERROR,
                "The gateway failed on request " + id + "; its operator can look that up.")
            .sendTo(reply, new OpenAiChat(), Headers.of(ids(id)), id);
      }
    }
  }

  private static Map<String, List<String>> ids(String id) {
    return Map.of("tollgate-request-id", List.of(id), "x-request-id", List.of(id));
  }

  private Instant until(Request request, Instant now) {
    Instant longest = now.plus(longestCall);
    Instant function = request.deadline().minus(TO_SETTLE);
    return function.isBefore(longest) ? function : longest;
  }

  /// Remembers whether an answer has begun.
  private static final class WatchedReply implements Reply {
    private final Reply reply;
    private boolean begun;

    WatchedReply(Reply reply) {
      this.reply = reply;
    }

    @Override
    public OutputStream begin(int status, Headers headers) throws IOException {
      begun = true;
      return reply.begin(status, headers);
    }

    boolean hasBegun() {
      return begun;
    }
  }
}
