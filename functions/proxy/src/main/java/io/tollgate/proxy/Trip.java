package io.tollgate.proxy;

import io.tollgate.catalog.Offer;
import io.tollgate.event.CallFacts;
import io.tollgate.ledger.Fingerprint;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;

/// Collects what happens to one call on its way. Used by one thread.
final class Trip {
  private final Call call;
  private final boolean streamed;
  private final Offer offer;
  private final InstantSource clock;
  private final Instant sent;
  private OptionalLong firstByte = OptionalLong.empty();
  private int status;
  private String error = "";
  private String upstreamRequest = "";
  private String finishReason = "";
  private boolean gone;

  Trip(Call call, boolean streamed, Offer offer, InstantSource clock) {
    this.call = call;
    this.streamed = streamed;
    this.offer = offer;
    this.clock = clock;
    this.sent = clock.instant();
  }

  /// When it was sent, which decides the price where that depends on the hour.
  Instant sent() {
    return sent;
  }

  void answered(int withStatus, String providersId) {
    status = withStatus;
    upstreamRequest = providersId;
  }

  void arrived() {
    if (firstByte.isEmpty()) {
      firstByte = OptionalLong.of(since(call.at()));
    }
  }

  void failed(String word) {
    error = word;
  }

  void finished(String reason, boolean callerGone) {
    finishReason = reason;
    gone = callerGone;
  }

  private long since(Instant start) {
    return Math.max(0, clock.millis() - start.toEpochMilli());
  }

  CallFacts facts(long reasoningTokens, boolean inconsistent) {
    var attempt =
        new CallFacts.Attempt(offer.provider().id(), offer.model(), status, error, since(sent));
    return new CallFacts(
        call.at(),
        streamed,
        List.of(attempt),
        firstByte,
        since(call.at()),
        finishReason,
        gone,
        upstreamRequest,
        reasoningTokens,
        inconsistent,
        call.fingerprint(Fingerprint.Of.CALL),
        call.fingerprint(Fingerprint.Of.TOOL_CALL),
        HeaderLists.traceparent(call.asked()),
        call.remarks(),
        call.unreserved(),
        call.tags());
  }
}
