package io.tollgate.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import io.tollgate.books.Till;
import io.tollgate.key.AdminKeys;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeySecret;
import io.tollgate.key.KeyStore;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Fan;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// The admin function over a table in memory, with a key for each role.
final class Office {
  static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  static final String YAML =
      """
      organisation: acme
      timezone: Europe/Berlin
      departments:
        research: {name: Research}
        sales: {name: Sales}
      members:
        ada: {department: research}
        bob: {department: sales}
      policies:
        - {budget: monthly, of: each member, limit_usd: 20}
        - {rate: 1000/min, of: each key}
      """;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final Table table = new EmbeddedTable(now::get);
  private final Till till = new Till(table, now, YAML);
  private final KeyStore keys = new TableKeyStore(table);
  private final Map<Role, String> bearers = new EnumMap<>(Role.class);
  private final List<String> lines = new ArrayList<>();
  private final AdminFunction function;

  Office() {
    var random = new Random(11);
    var admins = new ArrayList<AdminKeys.AdminKey>();
    for (Role role : Role.values()) {
      KeySecret secret = KeySecret.draw(KeySecret.Kind.ADMIN, random);
      bearers.put(role, secret.reveal());
      admins.add(new AdminKeys.AdminKey(secret.hash(), role));
    }
    var policies = new PolicyStore(table);
    policies.start(YAML, NOON);
    this.function =
        new AdminFunction(
            table,
            till.ledger().closing(),
            new Book(policies, keys),
            keys,
            new AdminKeys(admins)::roleOf,
            now::get,
            random,
            Fan.INLINE,
            (level, event, fields) -> lines.add(level + " " + event + " " + fields));
  }

  Till till() {
    return till;
  }

  Table table() {
    return table;
  }

  KeyStore keys() {
    return keys;
  }

  List<String> lines() {
    return lines;
  }

  String bearer(Role role) {
    return bearers.getOrDefault(role, "");
  }

  /// An answer as a client sees it.
  record Seen(int status, Headers headers, JsonNode body) {
    String code() {
      return body.path("error").path("code").asText();
    }

    String param() {
      return body.path("error").path("param").asText();
    }
  }

  Seen get(String path) {
    return ask(Role.ADMIN, "GET", path, "");
  }

  Seen ask(Role role, String method, String pathAndQuery, String body) {
    return ask("Bearer " + bearer(role), method, pathAndQuery, body);
  }

  /// Puts a file over whichever is in force.
  Seen put(String file) {
    return ask(
        "PUT",
        "/admin/v1/config",
        file,
        Map.of("authorization", List.of("Bearer " + bearer(Role.ADMIN)), "if-match", List.of("*")));
  }

  Seen ask(String authorization, String method, String pathAndQuery, String body) {
    return ask(method, pathAndQuery, body, Map.of("authorization", List.of(authorization)));
  }

  Seen ask(String method, String pathAndQuery, String body, Map<String, List<String>> headers) {
    return ask(method, pathAndQuery, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Seen ask(String method, String pathAndQuery, byte[] body, Map<String, List<String>> headers) {
    int mark = pathAndQuery.indexOf('?');
    var request =
        new Request(
            "inv-1",
            method,
            mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark),
            mark < 0 ? "" : pathAndQuery.substring(mark + 1),
            Headers.of(headers),
            body,
            NOON.plusSeconds(29));
    var answer = new AtomicReference<Seen>();
    var bytes = new ByteArrayOutputStream();
    try {
      function.handle(
          request,
          (status, answered) -> {
            answer.set(new Seen(status, answered, JSON.nullNode()));
            return bytes;
          });
      return new Seen(
          answer.get().status(), answer.get().headers(), body(answer.get().headers(), bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// JSON, or another text as a text.
  private static JsonNode body(Headers headers, ByteArrayOutputStream bytes) throws IOException {
    return headers.first("content-type").orElse("").equals("application/json")
        ? JSON.readTree(bytes.toByteArray())
        : new TextNode(bytes.toString(StandardCharsets.UTF_8));
  }
}
