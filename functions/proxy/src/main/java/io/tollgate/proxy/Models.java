package io.tollgate.proxy;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.aws.http.Reply;
import io.tollgate.catalog.Offer;
import io.tollgate.catalog.Resolution;
import io.tollgate.policy.Attributor;
import io.tollgate.policy.Candidate;
import io.tollgate.proxy.Progress.Known;
import io.tollgate.proxy.Progress.Named;
import io.tollgate.proxy.Progress.Visit;
import java.io.IOException;

/// `GET /v1/models` and `/v1/models/{id}`: what a key may call, in OpenAI's shape.
final class Models {
  private final KeyRing keys;
  private final Catalogues catalogues;
  private final Credentials credentials;
  private final Refusals refusals;

  Models(KeyRing keys, Catalogues catalogues, Credentials credentials, Refusals refusals) {
    this.keys = keys;
    this.catalogues = catalogues;
    this.credentials = credentials;
    this.refusals = refusals;
  }

  /// @param id of one model; empty for all
  void handle(Visit visit, String id, Reply reply) throws IOException {
    switch (keys.identify(visit).then(Models::attribute).then(Referee::admit)) {
      case Step.No<Named>(Refusal refusal, Progress at) -> refusals.send(refusal, at, reply);
      case Step.Yes<Named>(Named named) when id.isEmpty() -> all(named, reply);
      case Step.Yes<Named>(Named named) -> one(named, id, reply);
    }
  }

  /// Clients list the models without saying what for: what a key requires of a call is not required
  /// here.
  private static Step<Named> attribute(Known known) {
    var headers = known.visit().headers();
    return switch (Attributor.attribute(known.key(), known.rules().directory(), headers::first)) {
      case Attributor.Attributed(var who) -> Step.yes(new Named(known, who));
      case Attributor.Missing missing -> Step.yes(new Named(known, missing.attribution()));
      case Attributor.NotAllowed no ->
          Step.no(Refusal.of(Code.ATTRIBUTION_NOT_ALLOWED, no.why(), no.dimension().word()), known);
      case Attributor.BadHeader no ->
          Step.no(Refusal.of(Code.INVALID_REQUEST, no.why(), no.header()), known);
    };
  }

  private void all(Named named, Reply reply) throws IOException {
    var offers =
        catalogues.of(named.known().rules()).models().stream()
            .filter(offer -> isOpen(offer, named))
            .toList();
    JsonReply.send(
        reply,
        named,
        json -> {
          json.writeStartObject();
          json.writeStringField("object", "list");
          json.writeArrayFieldStart("data");
          for (Offer offer : offers) {
            write(json, offer);
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void one(Named named, String id, Reply reply) throws IOException {
    if (catalogues.of(named.known().rules()).resolve(id) instanceof Resolution.Found(Offer offer)
        && isOpen(offer, named)) {
      JsonReply.send(reply, named, json -> write(json, offer));
    } else {
      refusals.send(
          Refusal.of(Code.MODEL_NOT_FOUND, "No model that can be called has this name.", "model"),
          named,
          reply);
    }
  }

  private boolean isOpen(Offer offer, Named named) {
    String provider = offer.provider().id();
    var candidate = new Candidate(named.who(), provider, offer.model(), offer.upstreamModel(), "");
    var known = named.known();
    return isReachable(offer)
        && !known
            .rules()
            .policies()
            .rules(named.who(), known.key().name(), provider, offer.model())
            .deny(candidate);
  }

  private boolean isReachable(Offer offer) {
    String credential = offer.provider().credential();
    return credential.equals("none") || credentials.find(credential).isPresent();
  }

  private static void write(JsonGenerator json, Offer offer) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", offer.id());
    json.writeStringField("object", "model");
    // Nobody tells when a model was made, and clients insist on a number.
    json.writeNumberField("created", 0);
    json.writeStringField("owned_by", offer.provider().id());
    json.writeEndObject();
  }
}
