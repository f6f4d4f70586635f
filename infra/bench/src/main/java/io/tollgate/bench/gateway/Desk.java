package io.tollgate.bench.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Line;
import io.tollgate.money.Usd;
import java.io.IOException;
import java.util.Map;

/// The admin routes, on one connection. Used by one thread.
public final class Desk implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAGE = "GET /admin/v1/budgets?limit=1000";

  private final Line line;
  private final String key;

  public Desk(Door door) throws IOException {
    line = new Line(door.address());
    key = door.adminKey();
  }

  /// A virtual key.
  ///
  /// @param secret what callers send
  public record Issued(String id, String secret) {}

  /// A new virtual key of a member.
  public Issued issue(String member) throws IOException {
    String body = "{\"name\":\"bench-%s\",\"member\":\"%s\"}".formatted(member, member);
    JsonNode key = ask("POST /admin/v1/keys", body);
    return new Issued(key.path("id").asText(), key.path("key").asText());
  }

  /// Lets nothing of a key through any more.
  public void suspend(Issued issued) throws IOException {
    ask("PATCH /admin/v1/keys/" + issued.id(), "{\"suspended\":true}");
  }

  /// Puts a file in the place of the one in force, whichever that is.
  public void put(String yaml) throws IOException {
    ask("PUT /admin/v1/config", yaml, Map.of("if-match", "*"));
  }

  /// What the books say that an agent has spent this month; nothing if they do not know it.
  public Usd spent(String agent) throws IOException {
    for (JsonNode row : ask("GET /admin/v1/spend?by=agent", "").path("data")) {
      if (row.path("agent").asText().equals(agent)) {
        return Usd.parse(row.path("cost_usd").asText());
      }
    }
    return Usd.ZERO;
  }

  /// How the budget of a scope stands; nothing if nobody has touched it.
  public Balance balance(String scope) throws IOException {
    String next = "";
    do {
      JsonNode page = ask(PAGE + (next.isEmpty() ? "" : "&after=" + next), "");
      for (JsonNode row : page.path("data")) {
        if (row.path("scope").asText().equals(scope)) {
          return new Balance(
              Usd.parse(row.path("spent_usd").asText()), Usd.parse(row.path("held_usd").asText()));
        }
      }
      next = page.path("next").asText("");
    } while (!next.isEmpty());
    return Balance.NOTHING;
  }

  private JsonNode ask(String what, String body) throws IOException {
    return ask(what, body, Map.of());
  }

  private JsonNode ask(String what, String body, Map<String, String> headers) throws IOException {
    int status = line.exchange(Ask.request(what, key, headers, body));
    String answer = line.body();
    if (status >= 300) {
      throw new IOException("%s was answered with %d: %s".formatted(what, status, answer));
    }
    // The chunk lengths around it are no JSON.
    return JSON.readTree(answer.substring(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
  }

  @Override
  public void close() throws IOException {
    line.close();
  }
}
