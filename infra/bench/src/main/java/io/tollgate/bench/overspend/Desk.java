package io.tollgate.bench.overspend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.bench.gateway.Door;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Line;
import io.tollgate.money.Usd;
import java.io.IOException;
import java.util.Map;

/// The admin routes, on one connection. Used by one thread.
final class Desk implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PAGE = "GET /admin/v1/budgets?limit=1000";

  private final Line line;
  private final String key;

  Desk(Door door) throws IOException {
    line = new Line(door.address());
    key = door.adminKey();
  }

  /// A new virtual key of a member.
  String issue(String member) throws IOException {
    String body = "{\"name\":\"bench-%s\",\"member\":\"%s\"}".formatted(member, member);
    return ask("POST /admin/v1/keys", body).path("key").asText();
  }

  /// How the budget of a scope stands; nothing if nobody has touched it.
  Balance balance(String scope) throws IOException {
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
    int status = line.exchange(Ask.request(what, key, Map.of(), body));
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
