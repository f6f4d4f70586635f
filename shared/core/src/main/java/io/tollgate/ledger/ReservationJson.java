package io.tollgate.ledger;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.money.Usd;
import io.tollgate.spend.Subject;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How a reservation is spelt in its journal item and in events. The id and the amount stand beside
/// it.
///
/// Accounts are spelt by their kind's code alone, since the subject says their names. The spelling
/// is frozen.
public final class ReservationJson {
  private static final JsonFactory FACTORY = new JsonFactory();
  private static final ObjectMapper JSON = new ObjectMapper();

  private ReservationJson() {}

  public static String write(Reservation reservation) {
    var text = new StringWriter(320);
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      writeSubject(json, reservation.subject());
      if (reservation.arrived().number() != reservation.rid().bucket().number()) {
        json.writeStringField("ab", reservation.arrived().id());
      }
      json.writeNumberField("in", reservation.inputTokens());
      json.writeNumberField("out", reservation.outputTokens());
      json.writeStringField("w", String.join(" ", reservation.windows().ids()));
      writeAccounts(json, reservation);
      json.writeNumberField("until", reservation.until().getEpochSecond());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }

  private static void writeSubject(JsonGenerator json, Subject subject) throws IOException {
    Attribution who = subject.attribution();
    json.writeStringField("m", who.member());
    json.writeStringField("a", who.agent());
    json.writeStringField("d", who.department());
    json.writeStringField("f", who.feature());
    json.writeStringField("k", who.key());
    if (who.session().isPresent()) {
      json.writeStringField("s", who.session().get());
    }
    json.writeStringField("p", subject.provider());
    json.writeStringField("o", subject.model());
    json.writeStringField("v", subject.priceVersion());
  }

  private static void writeAccounts(JsonGenerator json, Reservation reservation)
      throws IOException {
    var held = new StringBuilder();
    reservation.held().forEach(hold -> held.append(hold.scope().kind().code()));
    json.writeStringField("h", held.toString());
    var booked = new StringBuilder();
    reservation.booked().forEach(scope -> booked.append(scope.kind().code()));
    json.writeStringField("b", booked.toString());
    for (Reservation.Held hold : reservation.held()) {
      for (Map.Entry<String, Long> clock : hold.tokenClocks().entrySet()) {
        // Such as "k.t.m": the key's clock of tokens per minute.
        json.writeNumberField(hold.scope().kind().code() + "." + clock.getKey(), clock.getValue());
      }
    }
  }

  /// @throws IllegalArgumentException if the text is not a reservation as this class writes it
  public static Reservation read(Rid rid, Usd amount, String text) {
    try {
      JsonNode json = JSON.readTree(text);
      Subject subject = readSubject(json);
      var held = new ArrayList<Reservation.Held>();
      for (Scope scope : scopes(json.path("h").asText(), subject)) {
        held.add(new Reservation.Held(scope, clocks(json, scope.kind().code() + ".")));
      }
      Bucket own = rid.bucket();
      return new Reservation(
          rid,
          json.has("ab") ? new Bucket(Bucket.number(json.get("ab").asText()), own.minutes()) : own,
          subject,
          amount,
          json.path("in").asLong(),
          json.path("out").asLong(),
          Windows.of(List.of(json.path("w").asText().split(" "))),
          held,
          scopes(json.path("b").asText(), subject),
          Instant.ofEpochSecond(json.path("until").asLong()));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a reservation: " + text, e);
    }
  }

  private static Subject readSubject(JsonNode json) {
    return new Subject(
        new Attribution(
            json.path("m").asText(),
            json.path("a").asText(),
            json.path("d").asText(),
            json.path("f").asText(),
            json.path("k").asText(),
            Optional.ofNullable(json.get("s")).map(JsonNode::asText)),
        json.path("p").asText(),
        json.path("o").asText(),
        json.path("v").asText());
  }

  private static Map<String, Long> clocks(JsonNode json, String prefix) {
    var clocks = new HashMap<String, Long>();
    for (Map.Entry<String, JsonNode> field : json.properties()) {
      if (field.getKey().startsWith(prefix)) {
        clocks.put(field.getKey().substring(prefix.length()), field.getValue().asLong());
      }
    }
    return clocks;
  }

  private static List<Scope> scopes(String codes, Subject subject) {
    var scopes = new ArrayList<Scope>();
    for (int i = 0; i < codes.length(); i++) {
      scopes.add(scope(ScopeKind.ofCode(codes.charAt(i)), subject));
    }
    return scopes;
  }

  private static Scope scope(ScopeKind kind, Subject subject) {
    Attribution who = subject.attribution();
    return switch (kind) {
      case WORKSPACE -> Scope.WORKSPACE;
      case MEMBER -> new Scope(kind, who.member());
      case AGENT -> new Scope(kind, who.agent());
      case DEPARTMENT -> new Scope(kind, who.department());
      case FEATURE -> new Scope(kind, who.feature());
      case KEY -> new Scope(kind, who.key());
      case SESSION ->
          new Scope(
              kind,
              who.session()
                  .orElseThrow(() -> new IllegalArgumentException("a session without a name")));
      case PROVIDER -> new Scope(kind, subject.provider());
      case MODEL -> new Scope(kind, subject.model());
    };
  }
}
