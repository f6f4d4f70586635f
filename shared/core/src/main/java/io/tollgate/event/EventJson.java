package io.tollgate.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.json.Tree;
import io.tollgate.ledger.Incoming;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.ReservationJson;
import io.tollgate.ledger.Rid;
import io.tollgate.ledger.Truth;
import io.tollgate.money.Usd;
import io.tollgate.spend.ChargeJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/// How usage events are spelt on the queue, and how facts and refusals are spelt in the journal.
/// The spelling is frozen: messages outlive the deployment that sent them.
public final class EventJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private EventJson() {}

  public static String write(UsageEvent event) {
    return switch (event) {
      case UsageEvent.Ended ended -> write(ended);
      case UsageEvent.Refused refused ->
          text(json -> {
            json.writeStartObject();
            json.writeNumberField("schema", UsageEvent.SCHEMA);
            write(json, refused);
            json.writeEndObject();
          });
    };
  }

  /// The facts alone, as they stand in a journal item.
  public static String write(CallFacts facts) {
    return text(json -> FactsJson.write(json, facts));
  }

  /// A refusal alone, as it stands in the log.
  public static String story(UsageEvent.Refused refused) {
    return write(refused);
  }

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  private static String text(Body body) {
    var text = new StringWriter(768);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  /// By hand: every call sends one, its parts are JSON already, and the others need no escapes.
  private static String write(UsageEvent.Ended ended) {
    Reservation reservation = ended.reservation();
    var text = new StringBuilder(768);
    text.append("{\"schema\":").append(UsageEvent.SCHEMA);
    text.append(",\"kind\":\"ended\",\"rid\":\"").append(reservation.rid());
    text.append("\",\"len\":").append(reservation.rid().bucket().minutes());
    text.append(",\"amt\":\"").append(reservation.amount().picos());
    text.append("\",\"reservation\":").append(ReservationJson.write(reservation));
    text.append(",\"truth\":\"").append(word(ended.truth())).append('"');
    if (ended.truth() instanceof Truth.Metered(var charge)) {
      text.append(",\"charge\":").append(ChargeJson.write(charge));
    }
    text.append(",\"settled\":").append(ended.settled());
    return text.append(",\"facts\":").append(ended.incoming().facts()).append('}').toString();
  }

  private static String word(Truth truth) {
    return switch (truth) {
      case Truth.Metered metered -> "metered";
      case Truth.CostUnknown unknown -> "unknown";
      case Truth.Unserved unserved -> "unserved";
      case Truth.Expired expired ->
          throw new IllegalArgumentException("only the sweep says that a call expired");
    };
  }

  private static void write(JsonGenerator json, UsageEvent.Refused refused) throws IOException {
    Attribution who = refused.attribution();
    json.writeStringField("kind", "refused");
    json.writeStringField("request", refused.request());
    json.writeNumberField("at", refused.at().toEpochMilli());
    json.writeStringField("m", who.member());
    json.writeStringField("a", who.agent());
    json.writeStringField("d", who.department());
    json.writeStringField("f", who.feature());
    json.writeStringField("k", who.key());
    if (who.session().isPresent()) {
      json.writeStringField("s", who.session().get());
    }
    json.writeStringField("p", refused.provider());
    json.writeStringField("o", refused.model());
    json.writeNumberField("status", refused.status());
    json.writeStringField("code", refused.code());
    json.writeStringField("policy", refused.policy());
    json.writeStringField("scope", refused.scope());
    json.writeStringField("message", refused.message());
    json.writeStringField("trace", refused.traceparent());
  }

  /// @throws IllegalArgumentException if the text is no event, or one of a newer version than this
  public static UsageEvent read(String text) {
    JsonNode json = tree(text);
    int schema = json.path("schema").asInt();
    if (schema < 1 || schema > UsageEvent.SCHEMA) {
      throw new IllegalArgumentException(
          "an event of schema %d; this version reads 1 to %d".formatted(schema, UsageEvent.SCHEMA));
    }
    return switch (json.path("kind").asText()) {
      case "ended" -> ended(json);
      case "refused" -> refused(json);
      default -> throw new IllegalArgumentException("an event of an unknown kind: " + text);
    };
  }

  /// @throws IllegalArgumentException if the text is not what {@link #write(CallFacts)} writes
  public static CallFacts facts(String text) {
    return FactsJson.read(tree(text));
  }

  /// @throws IllegalArgumentException if the text is not what {@link #story} writes
  public static UsageEvent.Refused refusal(String text) {
    return refused(tree(text));
  }

  private static JsonNode tree(String text) {
    try {
      return Tree.read(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not JSON: " + text, e);
    }
  }

  private static UsageEvent.Ended ended(JsonNode json) {
    Rid rid = Rid.parse(json.path("rid").asText(), json.path("len").asInt());
    Usd amount = new Usd(new BigInteger(json.path("amt").asText()));
    return new UsageEvent.Ended(
        new Incoming(
            ReservationJson.read(rid, amount, json.path("reservation").toString()),
            truth(json),
            json.path("facts").toString(),
            json.path("facts").path(FactsJson.UNRESERVED).asBoolean()),
        json.path("settled").asBoolean());
  }

  private static Truth truth(JsonNode json) {
    return switch (json.path("truth").asText()) {
      case "metered" -> new Truth.Metered(ChargeJson.read(json.path("charge").toString()));
      case "unknown" -> new Truth.CostUnknown();
      case "unserved" -> new Truth.Unserved();
      default -> throw new IllegalArgumentException("an event without a truth: " + json);
    };
  }

  private static UsageEvent.Refused refused(JsonNode json) {
    return new UsageEvent.Refused(
        json.path("request").asText(),
        Instant.ofEpochMilli(json.path("at").asLong()),
        new Attribution(
            json.path("m").asText(),
            json.path("a").asText(),
            json.path("d").asText(),
            json.path("f").asText(),
            json.path("k").asText(),
            Optional.ofNullable(json.get("s")).map(JsonNode::asText)),
        json.path("p").asText(),
        json.path("o").asText(),
        json.path("status").asInt(),
        json.path("code").asText(),
        json.path("policy").asText(),
        json.path("scope").asText(),
        json.path("message").asText(),
        json.path("trace").asText());
  }
}
