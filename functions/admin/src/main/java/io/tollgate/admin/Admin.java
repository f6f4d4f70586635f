package io.tollgate.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.http.Request;
import io.tollgate.aws.log.Log;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeyHash;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Reservation;
import io.tollgate.policy.Book;
import io.tollgate.table.StoreUnavailable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The API for people: who is there, what may they, what is asked for. The routes do the rest. Safe
/// for concurrent calls.
final class Admin implements Handler {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BEARER = "Bearer ";

  /// RFC 9512.
  private static final String YAML = "application/yaml";

  /// Hexadecimal digits of a key's hash: they tell administrators apart, and open nothing.
  private static final int NAMING = 10;

  private final List<Route> routes;
  private final Admins admins;
  private final Book book;
  private final Closing closing;
  private final InstantSource store;
  private final Log log;

  /// @param store the store's time
  Admin(
      List<Route> routes, Admins admins, Book book, Closing closing, InstantSource store, Log log) {
    this.routes = List.copyOf(routes);
    this.admins = admins;
    this.book = book;
    this.closing = closing;
    this.store = store;
    this.log = log;
  }

  @Override
  public void handle(Request request, Reply reply) throws IOException {
    Instant now = store.instant();
    String id = Reservation.requestId(Bucket.of(now, closing.minutes()), request.id());
    Answer answer = guarded(request, now, id);
    var headers =
        Headers.builder()
            .set(
                "content-type", answer.content() instanceof Answer.Yaml ? YAML : "application/json")
            .set("cache-control", "no-store")
            .set("tollgate-request-id", id)
            .set("x-request-id", id);
    answer.headers().asMap().forEach((name, values) -> headers.set(name, values.getFirst()));
    try (OutputStream body = reply.begin(answer.status(), headers.build())) {
      body.write(bytes(answer.content(), id));
    }
  }

  private static byte[] bytes(Answer.Content content, String id) throws IOException {
    return switch (content) {
      case Answer.Json(ObjectNode object) -> {
        if (object.path("error").path("tollgate") instanceof ObjectNode about) {
          about.put("request_id", id);
        }
        yield JSON.writeValueAsBytes(object);
      }
      case Answer.Yaml(String text) -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  private Answer guarded(Request request, Instant now, String id) {
    try {
      return request.path().equals("/health") ? health(request) : authenticated(request, now);
    } catch (StoreUnavailable e) {
      return Problem.STORE_UNAVAILABLE
          .answer("the store does not answer; try again in a second")
          .with("retry-after", "1");
    } catch (Admins.Unknown e) {
      return Problem.ADMIN_SECRET_UNAVAILABLE
          .answer("nobody can say who administers, as the log tells; try again in ten seconds")
          .with("retry-after", "10");
    } catch (RuntimeException e) {
      log.line(Log.Level.ERROR, "admin_failed", Map.of("request", id, "why", e.toString()));
      return Problem.INTERNAL_ERROR.answer("an error of ours; ask the operator about " + id);
    }
  }

  /// Whether the store can be read. Needs no key, and says nothing else.
  private Answer health(Request request) {
    if (!request.method().equals("GET")) {
      return notAllowed("GET");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    try {
      closing.refresh();
      return Answer.ok(body.put("status", "ok").put("store", "ok"));
    } catch (StoreUnavailable e) {
      return Answer.ok(body.put("status", "unavailable").put("store", "no answer")).with(503);
    }
  }

  private Answer authenticated(Request request, Instant now) {
    Optional<String> bearer =
        request
            .headers()
            .first("authorization")
            .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
            .map(header -> header.substring(BEARER.length()).strip());
    Optional<Role> role = bearer.flatMap(admins::roleOf);
    if (role.isEmpty()) {
      return Problem.UNAUTHENTICATED
          .answer("send an admin key: `Authorization: Bearer tga-…`")
          .with("www-authenticate", "Bearer");
    }
    if (request.query().length() > Parameters.LONGEST) {
      return Problem.INVALID_REQUEST.answer(
          "a query of %d characters; the most are %d"
              .formatted(request.query().length(), Parameters.LONGEST));
    }
    return routed(request, role.get(), named(bearer.orElse("")), now);
  }

  private static String named(String bearer) {
    return "admin_" + KeyHash.of(bearer).hex().substring(0, NAMING);
  }

  private Answer routed(Request request, Role role, String by, Instant now) {
    List<Route> here =
        routes.stream().filter(route -> route.match(request.path()).isPresent()).toList();
    if (here.isEmpty()) {
      return Problem.NOT_FOUND.answer("there is no route " + request.path() + " in this version");
    }
    Optional<Route> found =
        here.stream().filter(one -> one.method().equals(request.method())).findFirst();
    if (found.isEmpty()) {
      return notAllowed(String.join(", ", here.stream().map(Route::method).toList()));
    }
    Route route = found.get();
    if (!route.roles().contains(role)) {
      return Problem.FORBIDDEN.answer(
          "this key's role may not %s %s".formatted(request.method(), request.path()));
    }
    if (request.body().length > route.largestBody()) {
      return Problem.REQUEST_TOO_LARGE.answer(
          "a body of %d bytes; the most here are %d"
              .formatted(request.body().length, route.largestBody()));
    }
    try {
      return route.action().apply(ask(request, route, by, now));
    } catch (CharacterCodingException e) {
      return Problem.INVALID_REQUEST.answer("the body is not UTF-8; send it in UTF-8");
    }
  }

  private Ask ask(Request request, Route route, String by, Instant now)
      throws CharacterCodingException {
    return new Ask(
        route.match(request.path()).orElse(""),
        new Parameters(request.query()),
        request.headers(),
        // A new decoder refuses what `new String` would put question marks for, into names, too.
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(request.body())).toString(),
        by,
        book.fresh(now),
        now);
  }

  private static Answer notAllowed(String methods) {
    return Problem.METHOD_NOT_ALLOWED
        .answer("this route takes " + methods + " only")
        .with("allow", methods);
  }
}
