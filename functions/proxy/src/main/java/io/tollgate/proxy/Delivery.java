package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.log.Log;
import io.tollgate.catalog.Offer;
import io.tollgate.event.CallFacts;
import io.tollgate.pricing.UnratedMeter;
import io.tollgate.proxy.dialect.Answer;
import io.tollgate.proxy.dialect.Dialect;
import io.tollgate.proxy.dialect.Relay;
import io.tollgate.proxy.intake.Prompt;
import io.tollgate.proxy.upstream.Exchange;
import io.tollgate.proxy.upstream.Garbled;
import io.tollgate.proxy.upstream.Sent.Failure;
import io.tollgate.proxy.upstream.Silence;
import io.tollgate.spend.Charge;
import io.tollgate.usage.Usage;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Brings one provider's answer to one caller, and says how that ended. Used by one thread.
final class Delivery {
  /// The most that Lambda streams in one response.
  private static final long LARGEST_STREAM = 200L * 1024 * 1024;

  /// A whole answer is held until its end, because its cost stands in a header. The longest text is
  /// a tenth of this.
  private static final int LARGEST_WHOLE = 32 * 1024 * 1024;

  /// API Gateway ends what is silent for five minutes, proxies on the way after one, some after 30
  /// seconds.
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(15);

  /// Whoever waits hears something several times before the provider is given up.
  private static final int COMMENTS_BEFORE_IDLE = 4;

  private final Call call;
  private final Offer offer;
  private final Dialect dialect;
  private final Trip trip;
  private final Listener listener;
  private final Log log;
  private final ProviderFaults faults;

  Delivery(Call call, Offer offer, Dialect dialect, Trip trip, Listener listener, Log log) {
    this.call = call;
    this.offer = offer;
    this.dialect = dialect;
    this.trip = trip;
    this.listener = listener;
    this.log = log;
    this.faults = new ProviderFaults(offer.provider().id());
  }

  /// We failed on the way.
  Outcome defect(RuntimeException defect) {
    log.line(
        Log.Level.ERROR, "defect", Map.of("request", call.id(), "what", Defects.describe(defect)));
    send(
        Refusal.of(
            Code.INTERNAL_ERROR,
            "The gateway failed on request " + call.id() + "; its operator can look that up."));
    return new Outcome.Broken(facts());
  }

  /// The request never left in full.
  Outcome unsent(Failure failure, String why) {
    send(faults.of(failure, why));
    return new Outcome.Unserved(facts());
  }

  /// The request left, and nothing that makes sense came back.
  Outcome unanswered(Failure failure, String why) {
    send(faults.of(failure, why));
    return new Outcome.Broken(facts());
  }

  Outcome deliver(Exchange exchange, Prompt prompt) {
    Headers answered = exchange.headers();
    String id = answered.first("x-request-id").or(() -> answered.first("request-id")).orElse("");
    trip.answered(exchange.status(), id);
    if (exchange.status() < 200 || exchange.status() > 299) {
      return error(exchange);
    }
    String type = answered.first("content-type").orElse("");
    return type.toLowerCase(Locale.ROOT).contains("text/event-stream")
        ? stream(exchange, prompt.wantsUsage())
        : whole(exchange);
  }

  private Outcome stream(Exchange exchange, boolean wantsUsage) {
    listener.expect(exchange.status(), told(exchange).build());
    exchange.whenSilent(new Silence(silence(), listener::stayAwake));
    Relay relay = dialect.relay(wantsUsage, this::price);
    long total = 0;
    try {
      while (!relay.isDone() && exchange.next()) {
        trip.arrived();
        total += exchange.length();
        if (total > LARGEST_STREAM) {
          throw new Garbled("the answer is longer than " + LARGEST_STREAM + " bytes");
        }
        relay.accept(exchange.bytes(), exchange.offset(), exchange.length(), listener);
        if (relay.isGarbage()) {
          throw new Garbled("what the provider sent is no stream of events");
        }
        // The end flushes too, and together with it `[DONE]` is one write.
        if (!exchange.hasMore() && !relay.isDone()) {
          listener.flush();
        }
        if (listener.isGone() && offer.conduct().cancelStopsBilling()) {
          return broken(relay, "cancelled");
        }
      }
      relay.end(listener);
      return ended(exchange, relay);
    } catch (IOException e) {
      breakOff(relay, faults.of(e));
      return relay.isMetered() ? delivered(relay) : broken(relay, "");
    }
  }

  private Duration silence() {
    Duration share = offer.provider().timeouts().idle().dividedBy(COMMENTS_BEFORE_IDLE);
    return share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
  }

  private Outcome ended(Exchange exchange, Relay relay) {
    boolean complete =
        relay.isDone() || relay.usage().isPresent() || !relay.finishReason().isEmpty();
    if (!listener.hasBegun() || !complete) {
      breakOff(relay, faults.senseless("the provider's stream ended before it was complete"));
    } else {
      listener.close();
      exchange.drain();
    }
    return delivered(relay);
  }

  /// Ends a stream that is not whole. If the provider has said why, nobody needs to hear it twice.
  private void breakOff(Relay relay, Refusal refusal) {
    if (relay.isError()) {
      trip.failed("error_event");
      listener.close();
    } else {
      send(refusal);
    }
  }

  private Outcome delivered(Relay relay) {
    trip.finished(relay.finishReason(), listener.isGone());
    return relay
        .usage()
        .flatMap(usage -> price(usage).map(charge -> delivered(usage, charge)))
        .orElseGet(() -> new Outcome.Broken(facts()));
  }

  private Outcome delivered(Usage usage, Charge charge) {
    return new Outcome.Delivered(
        usage, charge, trip.facts(usage.reasoning(), usage.inconsistent()));
  }

  private Outcome broken(Relay relay, String word) {
    trip.finished(relay.finishReason(), listener.isGone());
    if (!word.isEmpty()) {
      trip.failed(word);
    }
    return new Outcome.Broken(facts());
  }

  private Outcome whole(Exchange exchange) {
    Body body = new Body(LARGEST_WHOLE);
    try {
      while (exchange.next()) {
        trip.arrived();
        body.add(exchange.bytes(), exchange.offset(), exchange.length());
      }
    } catch (IOException e) {
      send(faults.of(e));
      return new Outcome.Broken(facts());
    }
    Answer answer = dialect.read(body.bytes(), body.length());
    if (!answer.isObject()) {
      send(faults.senseless("what the provider sent is no JSON object"));
      return new Outcome.Broken(facts());
    }
    Optional<Charge> charge = answer.usage().flatMap(this::price);
    Headers.Builder told = told(exchange);
    charge.ifPresent(cost -> told.set("tollgate-cost-usd", cost.total().plain()));
    listener.expect(exchange.status(), told.build());
    listener.write(body.bytes(), 0, body.length());
    listener.close();
    trip.finished(answer.finishReason(), listener.isGone());
    return answer
        .usage()
        .flatMap(usage -> charge.map(cost -> delivered(usage, cost)))
        .orElseGet(() -> new Outcome.Broken(facts()));
  }

  /// The provider's own error, as it said it, unless it is about our credential.
  private Outcome error(Exchange exchange) {
    int status = exchange.status();
    trip.failed("status");
    Body body = new Body(LARGEST_WHOLE);
    if (status == 401 || status == 403) {
      log.line(
          Log.Level.ERROR,
          "CredentialRejected",
          Map.of(
              "provider",
              offer.provider().id(),
              "status",
              status,
              "credential",
              offer.provider().credential(),
              "what_to_do",
              "renew the credential, or give it the right to call this model"));
      send(faults.credentialRejected());
    } else if (status < 400) {
      send(faults.senseless("it answered with status " + status));
    } else {
      try {
        while (exchange.next()) {
          body.add(exchange.bytes(), exchange.offset(), exchange.length());
        }
        listener.expect(status, told(exchange).build());
        listener.write(body.bytes(), 0, body.length());
        listener.close();
      } catch (IOException e) {
        send(faults.of(e));
      }
    }
    trip.finished("", listener.isGone());
    return offer.conduct().billsErrors()
        ? new Outcome.Broken(facts())
        : new Outcome.Unserved(facts());
  }

  private Headers.Builder told(Exchange exchange) {
    Headers.Builder told = call.told().edit();
    HeaderLists.down(exchange.headers(), told);
    Headers answered = exchange.headers();
    told.set("content-type", answered.first("content-type").orElse("application/json"));
    answered
        .first("x-request-id")
        .or(() -> answered.first("request-id"))
        .ifPresent(id -> told.set("tollgate-upstream-request-id", id));
    return told;
  }

  private Optional<Charge> price(Usage usage) {
    try {
      return Optional.of(offer.card().charge(usage, trip.sent()));
    } catch (UnratedMeter e) {
      log.line(
          Log.Level.ERROR,
          "UnratedMeter",
          Map.of("request", call.id(), "what", String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  /// As an answer, or as the last event of one that has begun.
  private void send(Refusal refusal) {
    trip.failed(refusal.code().word());
    if (listener.hasBegun()) {
      byte[] event = dialect.errorEvent(refusal.body(call.id()));
      listener.write(event, 0, event.length);
      listener.close();
    } else {
      listener.refuse(refusal, dialect, call);
    }
    trip.finished("", listener.isGone());
  }

  private CallFacts facts() {
    return trip.facts(0, false);
  }
}
