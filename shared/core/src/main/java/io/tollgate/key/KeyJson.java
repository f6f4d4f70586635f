package io.tollgate.key;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Dimension;
import io.tollgate.json.Tree;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How a key is spelt in the store. The spelling is frozen: keys outlive the code that wrote them.
///
/// An unknown field is refused, not left out: it may say that the key is more restricted than this
/// code knows.
final class KeyJson {
  private static final Set<String> FIELDS =
      Set.of(
          "id",
          "name",
          "member",
          "department",
          "agent",
          "agents",
          "feature",
          "features",
          "require",
          "agent_from_session",
          "expires_at",
          "budget_status",
          "disabled",
          "suspended",
          "created_at");

  private KeyJson() {}

  static String write(VirtualKey key) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("id", key.id()).put("name", key.name());
    key.member().ifPresent(member -> node.put("member", member));
    key.department().ifPresent(department -> node.put("department", department));
    write(node, "agent", key.agent());
    write(node, "feature", key.feature());
    if (!key.require().isEmpty()) {
      key.require().stream().sorted().forEach(d -> node.withArray("require").add(d.word()));
    }
    if (key.agentFromSession()) {
      node.put("agent_from_session", true);
    }
    key.expiresAt().ifPresent(at -> node.put("expires_at", at.toString()));
    node.put("budget_status", key.budgetStatus().code());
    if (key.disabled()) {
      node.put("disabled", true);
    }
    if (key.suspended()) {
      node.put("suspended", true);
    }
    return node.put("created_at", key.createdAt().toString()).toString();
  }

  private static void write(ObjectNode node, String field, Choice choice) {
    switch (choice) {
      case Choice.Any any -> {}
      case Choice.Pinned(String name) -> node.put(field, name);
      case Choice.OneOf(List<String> names) -> names.forEach(node.withArray(field + "s")::add);
    }
  }

  /// @throws IllegalStateException if the text is not a key as this version writes it
  static VirtualKey read(String text) {
    try {
      JsonNode node = Tree.read(text);
      node.fieldNames().forEachRemaining(KeyJson::checkKnown);
      return new VirtualKey(
          node.path("id").asText(),
          node.path("name").asText(),
          text(node, "member"),
          text(node, "department"),
          choice(node, "agent"),
          choice(node, "feature"),
          require(node),
          node.path("agent_from_session").asBoolean(false),
          text(node, "expires_at").map(Instant::parse),
          BudgetStatus.ofCode(node.path("budget_status").asLong()).orElseThrow(),
          node.path("disabled").asBoolean(false),
          node.path("suspended").asBoolean(false),
          Instant.parse(node.path("created_at").asText()));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalStateException("a stored key cannot be read: " + text, e);
    }
  }

  private static void checkKnown(String field) {
    if (!FIELDS.contains(field)) {
      throw new IllegalStateException("a newer version gave keys the field " + field);
    }
  }

  private static Optional<String> text(JsonNode node, String field) {
    return node.has(field) ? Optional.of(node.path(field).asText()) : Optional.empty();
  }

  private static Choice choice(JsonNode node, String field) {
    if (node.has(field)) {
      return new Choice.Pinned(node.path(field).asText());
    }
    if (!node.has(field + "s")) {
      return Choice.any();
    }
    List<String> names = new ArrayList<>();
    node.path(field + "s").forEach(name -> names.add(name.asText()));
    return new Choice.OneOf(names);
  }

  private static Set<Dimension> require(JsonNode node) {
    Set<Dimension> required = EnumSet.noneOf(Dimension.class);
    for (JsonNode word : node.path("require")) {
      required.add(
          Arrays.stream(Dimension.values())
              .filter(dimension -> dimension.word().equals(word.asText()))
              .findFirst()
              .orElseThrow());
    }
    return required;
  }
}
