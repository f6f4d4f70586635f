package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.aws.log.Log;
import io.tollgate.catalog.Offer;
import io.tollgate.catalog.ProviderSettings.Timeouts;
import io.tollgate.proxy.dialect.Dialect;
import io.tollgate.proxy.intake.Prompt;
import io.tollgate.proxy.upstream.Origin;
import io.tollgate.proxy.upstream.Sent;
import io.tollgate.proxy.upstream.Sent.Answered;
import io.tollgate.proxy.upstream.Sent.Failure;
import io.tollgate.proxy.upstream.Sent.Unanswered;
import io.tollgate.proxy.upstream.Sent.Unsent;
import io.tollgate.proxy.upstream.Upstream;
import io.tollgate.proxy.upstream.Waits;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;

/// Step 7 of a call: sends the prompt to the provider and the answer to the caller, byte by byte as
/// it comes.
///
/// Never throws for what a provider or a caller does: by then bytes and money may have left. Safe
/// for concurrent calls.
public final class Forwarder {
  private final Upstream upstream;
  private final Credentials credentials;
  private final Dialect dialect;
  private final InstantSource clock;
  private final Log log;

  public Forwarder(
      Upstream upstream, Credentials credentials, Dialect dialect, InstantSource clock, Log log) {
    this.upstream = upstream;
    this.credentials = credentials;
    this.dialect = dialect;
    this.clock = clock;
    this.log = log;
  }

  public Outcome forward(Call call, Prompt prompt, Route route, Reply reply) {
    Offer offer = route.offer();
    var trip = new Trip(call, prompt.stream(), offer, clock);
    var delivery = new Delivery(call, offer, dialect, trip, new Listener(reply), log);
    try {
      return forward(call, prompt, route, delivery);
    } catch (RuntimeException defect) {
      // Whatever went wrong here, money may have left.
      return delivery.defect(defect);
    }
  }

  private Outcome forward(Call call, Prompt prompt, Route route, Delivery delivery) {
    Offer offer = route.offer();
    Origin origin = Origin.of(offer.provider().baseUrl());
    byte[] request = request(call, prompt, route, origin);
    Sent sent = upstream.send(origin, request, waits(offer.provider().timeouts(), call.until()));
    return switch (sent) {
      case Unsent(Failure failure, String why) -> delivery.unsent(failure, why);
      case Unanswered(Failure failure, String why) -> delivery.unanswered(failure, why);
      case Answered(var exchange) -> {
        try (exchange) {
          yield delivery.deliver(exchange, prompt);
        }
      }
    };
  }

  private Waits waits(Timeouts timeouts, Instant callEnds) {
    Instant ends =
        timeouts
            .total()
            .map(total -> clock.instant().plus(total))
            .filter(callEnds::isAfter)
            .orElse(callEnds);
    return new Waits(timeouts.connect(), timeouts.firstByte(), timeouts.idle(), ends);
  }

  /// Head and body in one piece: sent as two, each small request would wait for the provider's
  /// acknowledgement.
  private byte[] request(Call call, Prompt prompt, Route route, Origin origin) {
    byte[] body = dialect.body(prompt, route.offer(), route.cap());
    byte[] head = head(call.asked(), route.offer(), origin, body.length);
    byte[] request = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    return request;
  }

  private byte[] head(Headers asked, Offer offer, Origin origin, int length) {
    URI base = offer.provider().baseUrl();
    var head = new StringBuilder(512);
    head.append("POST ").append(base.getRawPath()).append(dialect.path());
    if (base.getRawQuery() != null) {
      head.append('?').append(base.getRawQuery());
    }
    head.append(" HTTP/1.1\r\nhost: ").append(origin.authority()).append("\r\n");
    credentials
        .find(offer.provider().credential())
        .filter(HeaderLists::isPlain)
        .ifPresent(key -> head.append("authorization: Bearer ").append(key).append("\r\n"));
    HeaderLists.up(asked, head);
    head.append("content-type: application/json\r\n")
        // A compressed answer would hide its usage.
        .append("accept-encoding: identity\r\ncontent-length: ")
        .append(length)
        .append("\r\n\r\n");
    return head.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
