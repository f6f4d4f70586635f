package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.key.KeySecret;
import io.tollgate.policy.Book;
import io.tollgate.proxy.Progress.Known;
import io.tollgate.proxy.Progress.Visit;
import io.tollgate.table.StoreUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Step 1 of a call: the secret that it carries → the virtual key.
final class KeyRing {
  /// As Anthropic's, Azure's and Google's clients send their keys.
  private static final List<String> NAKED = List.of("x-api-key", "api-key", "x-goog-api-key");

  private static final String BEARER = "bearer ";
  private static final String SIGNED = "AWS4-HMAC-SHA256";

  private final Book book;

  KeyRing(Book book) {
    this.book = book;
  }

  Step<Known> identify(Visit visit) {
    Headers headers = visit.headers();
    if (hasKeyInQuery(visit.request().query())) {
      return refused(
          visit, "A key in the address ends up in logs; send it as `Authorization: Bearer`.");
    }
    if (headers.first("authorization").orElse("").startsWith(SIGNED)) {
      return refused(
          visit, "The call is signed for AWS; send a virtual key as `Authorization: Bearer`.");
    }
    Optional<String> secret = secret(headers);
    if (secret.isEmpty()) {
      return refused(visit, "The call carries no key; send one as `Authorization: Bearer tg-…`.");
    }
    // The head first: what is looked up after it is at least as new as it says.
    var seen = book.head();
    var rules = book.current();
    try {
      return KeySecret.read(KeySecret.Kind.VIRTUAL, secret.get())
          .flatMap(read -> book.key(read.hash()))
          .filter(key -> key.isValidAt(visit.at()))
          .<Step<Known>>map(key -> Step.yes(new Known(visit, key, rules, seen)))
          .orElseGet(() -> refused(visit, "The key is unknown, disabled or expired."));
    } catch (StoreUnavailable e) {
      return Step.no(
          Refusal.of(
                  Code.ENFORCEMENT_UNAVAILABLE, "The key cannot be looked up now; try again soon.")
              .after(Duration.ofSeconds(1)),
          visit);
    }
  }

  /// What the caller sent as its key, in whichever header; empty if nothing.
  static Optional<String> secret(Headers headers) {
    Optional<String> authorization = headers.first("authorization");
    if (authorization.isPresent() && isBearer(authorization.get())) {
      return authorization.map(value -> value.substring(BEARER.length()).strip());
    }
    return NAKED.stream()
        .flatMap(name -> headers.first(name).stream())
        .map(String::strip)
        .findFirst();
  }

  private static boolean isBearer(String value) {
    return value.regionMatches(true, 0, BEARER, 0, BEARER.length());
  }

  private static boolean hasKeyInQuery(String query) {
    return query.startsWith("key=") || query.contains("&key=");
  }

  private static Step<Known> refused(Visit visit, String sentence) {
    return Step.no(Refusal.of(Code.INVALID_API_KEY, sentence), visit);
  }
}
