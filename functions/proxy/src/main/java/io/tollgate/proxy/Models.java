package io.tollgate.proxy;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.aws.http.Reply;
import io.tollgate.catalog.Offer;
import io.tollgate.catalog.Resolution;
import io.tollgate.proxy.Progress.Known;
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
    switch (keys.identify(visit)) {
      case Step.No<Known>(Refusal refusal, Progress at) -> refusals.send(refusal, at, reply);
      case Step.Yes<Known>(Known known) when id.isEmpty() -> all(known, reply);
      case Step.Yes<Known>(Known known) -> one(known, id, reply);
    }
  }

  private void all(Known known, Reply reply) throws IOException {
    var offers = catalogues.of(known.rules()).models().stream().filter(this::isReachable).toList();
    JsonReply.send(
        reply,
        known,
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

  private void one(Known known, String id, Reply reply) throws IOException {
    if (catalogues.of(known.rules()).resolve(id) instanceof Resolution.Found(Offer offer)
        && isReachable(offer)) {
      JsonReply.send(reply, known, json -> write(json, offer));
    } else {
      refusals.send(
          Refusal.of(Code.MODEL_NOT_FOUND, "No model that can be called has this name.", "model"),
          known,
          reply);
    }
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
