package io.tollgate.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A look at a message that reads no more than is needed to see that nothing is left to be done.
///
/// Most messages say that the gateway has settled the call itself. Reading all of such a message
/// costs several times what this does, and queue and gateway share a core on one machine.
public final class Glance {
  private static final JsonFactory JSON = new JsonFactory();
  private static final @Nullable ScopeKind[] BY_CODE = byCode();

  private final Map<ScopeKind, String> names = new EnumMap<>(ScopeKind.class);
  private String held = "";
  private String booked = "";

  private Glance() {}

  private static @Nullable ScopeKind[] byCode() {
    var kinds = new @Nullable ScopeKind[128];
    for (ScopeKind kind : ScopeKind.values()) {
      kinds[kind.code()] = kind;
    }
    return kinds;
  }

  /// Tells whose accounts a call changed, if its message says that it is settled.
  ///
  /// @param text a message as {@link EventJson#write(UsageEvent)} writes it, or anything else
  /// @param accounts is given the call's accounts, held and booked ones; nothing if the answer is
  ///   no
  /// @return whether the message speaks of a settled call; if not, read it
  public static boolean seesSettled(String text, Consumer<Scope> accounts) {
    var glance = new Glance();
    try (JsonParser json = JSON.createParser(text)) {
      if (!glance.findsSettled(json)) {
        return false;
      }
    } catch (IOException e) {
      // Not JSON: whoever reads it in full says so.
      return false;
    }
    return glance.tell(accounts);
  }

  // The fields come in this order: schema, kind, …, reservation, …, settled, facts. So refusals and
  // other schemas are left early, and facts are never read.
  private boolean findsSettled(JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    boolean schema = false;
    boolean ended = false;
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      switch (name) {
        case "schema" -> {
          schema = value == JsonToken.VALUE_NUMBER_INT && isKnown(json.getIntValue());
          if (!schema) {
            return false;
          }
        }
        case "kind" -> {
          ended = value == JsonToken.VALUE_STRING && json.getText().equals("ended");
          if (!ended) {
            return false;
          }
        }
        case "reservation" -> readReservation(json);
        case "settled" -> {
          return schema && ended && value == JsonToken.VALUE_TRUE;
        }
        default -> json.skipChildren();
      }
    }
    return false;
  }

  private static boolean isKnown(int schema) {
    return schema >= 1 && schema <= UsageEvent.SCHEMA;
  }

  private void readReservation(JsonParser json) throws IOException {
    for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
      JsonToken value = json.nextToken();
      if (name.length() != 1 || value != JsonToken.VALUE_STRING) {
        json.skipChildren();
      } else if (name.equals("h")) {
        held = json.getText();
      } else if (name.equals("b")) {
        booked = json.getText();
      } else {
        kind(name.charAt(0)).ifPresent(kind -> names.put(kind, text(json)));
      }
    }
  }

  private static String text(JsonParser json) {
    try {
      return json.getText();
    } catch (IOException e) {
      throw new UncheckedIOException("the whole text is in memory", e);
    }
  }

  private static Optional<ScopeKind> kind(char code) {
    return code < BY_CODE.length ? Optional.ofNullable(BY_CODE[code]) : Optional.empty();
  }

  private boolean tell(Consumer<Scope> accounts) {
    var scopes = new ArrayList<Scope>(held.length() + booked.length());
    String codes = held + booked;
    for (int i = 0; i < codes.length(); i++) {
      Optional<ScopeKind> kind = kind(codes.charAt(i));
      if (kind.isEmpty()) {
        return false;
      }
      // The windows of a reservation stand under the workspace's code, so its name does not.
      if (kind.get() == ScopeKind.WORKSPACE) {
        scopes.add(Scope.WORKSPACE);
        continue;
      }
      String name = names.get(kind.get());
      if (name == null) {
        return false;
      }
      scopes.add(new Scope(kind.get(), name));
    }
    scopes.forEach(accounts);
    return true;
  }
}
