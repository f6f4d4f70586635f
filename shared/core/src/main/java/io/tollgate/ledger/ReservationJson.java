package io.tollgate.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Tree;
import io.tollgate.money.Usd;
import io.tollgate.spend.Subject;
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
///
/// Written by hand, since every call does so twice: Jackson's generator takes as many lines, half
/// as much memory again, and on Lambda, where C1 compiles it, a sixth more time.
public final class ReservationJson {
  private ReservationJson() {}

  public static String write(Reservation reservation) {
    var text = new StringBuilder(320).append('{');
    writeSubject(text, reservation.subject());
    if (reservation.arrived().number() != reservation.rid().bucket().number()) {
      field(text, "ab", reservation.arrived().id());
    }
    number(text, "in", reservation.inputTokens());
    number(text, "out", reservation.outputTokens());
    field(text, "w", String.join(" ", reservation.windows().ids()));
    writeAccounts(text, reservation);
    number(text, "until", reservation.until().getEpochSecond());
    text.setCharAt(text.length() - 1, '}');
    return text.toString();
  }

  private static void writeSubject(StringBuilder text, Subject subject) {
    Attribution who = subject.attribution();
    field(text, "m", who.member());
    field(text, "a", who.agent());
    field(text, "d", who.department());
    field(text, "f", who.feature());
    field(text, "k", who.key());
    if (who.session().isPresent()) {
      field(text, "s", who.session().get());
    }
    field(text, "p", subject.provider());
    field(text, "o", subject.model());
    field(text, "v", subject.priceVersion());
  }

  private static void writeAccounts(StringBuilder text, Reservation reservation) {
    text.append("\"h\":\"");
    for (Reservation.Held hold : reservation.held()) {
      text.append(hold.scope().kind().code());
    }
    text.append("\",\"b\":\"");
    for (Scope scope : reservation.booked()) {
      text.append(scope.kind().code());
    }
    text.append("\",");
    for (Reservation.Held hold : reservation.held()) {
      for (Map.Entry<String, Long> clock : hold.tokenClocks().entrySet()) {
        // Such as "k.t.m": the key's clock of tokens per minute.
        number(text, hold.scope().kind().code() + "." + clock.getKey(), clock.getValue());
      }
    }
  }

  private static void field(StringBuilder text, String name, String value) {
    text.append('"').append(name).append("\":\"");
    JsonStringEncoder.getInstance().quoteAsString(value, text);
    text.append("\",");
  }

  private static void number(StringBuilder text, String name, long value) {
    text.append('"').append(name).append("\":").append(value).append(',');
  }

  /// @throws IllegalArgumentException if the text is not a reservation as this class writes it
  public static Reservation read(Rid rid, Usd amount, String text) {
    try {
      JsonNode json = Tree.read(text);
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
      // As the policies name it: two providers' models of one name are two.
      case MODEL -> new Scope(kind, subject.provider() + "/" + subject.model());
    };
  }
}
