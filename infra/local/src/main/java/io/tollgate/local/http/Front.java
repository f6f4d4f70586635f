package io.tollgate.local.http;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.http.StreamingFunction;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;

/// API Gateway on this machine: turns calls into events, sends them to the function whose route it
/// is, and relays what the function answers as it comes.
///
/// The function runs on the thread of the connection, so what it does after its last byte delays
/// the next call on that connection only: that is microseconds, and a hand-off would cost each call
/// more.
public final class Front implements AutoCloseable {
  /// Lambda's limit for an event.
  private static final int LARGEST_EVENT = 6 * 1024 * 1024;

  private static final System.Logger LOG = System.getLogger(Front.class.getName());

  private final StreamingFunction proxy;
  private final StreamingFunction admin;
  private final InstantSource clock;
  private final Duration longest;
  private final Supplier<String> ids;
  private final Server server;

  /// Answers from here on.
  ///
  /// @param port 0 for a free one
  /// @param longest how long an invocation may take, which its deadline says
  /// @param ids names for invocations, each once
  /// @throws java.io.UncheckedIOException if the port is taken
  public Front(
      int port,
      StreamingFunction proxy,
      StreamingFunction admin,
      InstantSource clock,
      Duration longest,
      Supplier<String> ids) {
    this.proxy = proxy;
    this.admin = admin;
    this.clock = clock;
    this.longest = longest;
    this.ids = ids;
    this.server = new Server(port, this::visit);
  }

  public int port() {
    return server.port();
  }

  /// How many calls are under way.
  public int running() {
    return server.running();
  }

  /// From now on says 503 to new calls.
  public void drain() {
    server.drain();
  }

  /// Cuts what is still under way: its function sees its writes fail, as when a client hangs up.
  @Override
  public void close() {
    server.close();
  }

  private void visit(Call call, Reply reply) throws IOException {
    var invocation = new Invocation(ids.get(), clock.instant().plus(longest));
    // A body that cannot fit is not copied into an event first.
    boolean fits = call.body().length <= LARGEST_EVENT;
    byte[] event = fits ? EventJson.of(call, invocation) : call.body();
    if (event.length > LARGEST_EVENT) {
      tooLarge(call).sendTo(reply, headers(invocation));
      return;
    }
    var relay = new Relay(reply);
    try {
      route(call.path()).invoke(event, invocation, relay);
    } catch (IOException | RuntimeException e) {
      LOG.log(relay.hasBegun() ? Level.DEBUG : Level.ERROR, "invocation " + invocation.id(), e);
      if (relay.hasBegun()) {
        throw e;
      }
      refuse(invocation, reply);
      return;
    }
    if (!relay.hasBegun()) {
      refuse(invocation, reply);
    }
  }

  private static Refusal tooLarge(Call call) {
    return Refusal.invalid(
        413,
        "request_too_large",
        "The body has %d bytes, and makes an event over Lambda's %d. The limit is 4500000 bytes."
            .formatted(call.body().length, LARGEST_EVENT));
  }

  private static void refuse(Invocation invocation, Reply reply) throws IOException {
    Refusal.failed(
            502,
            "internal_error",
            "The function failed before it answered. Request " + invocation.id() + ".")
        .sendTo(reply, headers(invocation));
  }

  /// No function has named the request, so the invocation's name is all there is to ask about.
  private static Headers headers(Invocation invocation) {
    return Headers.builder()
        .set("content-type", "application/json")
        .set("tollgate-request-id", invocation.id())
        .set("x-request-id", invocation.id())
        .build();
  }

  private StreamingFunction route(String path) {
    boolean isAdmin = path.equals("/health") || path.equals("/admin") || path.startsWith("/admin/");
    return isAdmin ? admin : proxy;
  }
}
