package io.tollgate.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Scope;
import io.tollgate.json.Tree;
import io.tollgate.money.Usd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// How raises are spelt in the store. The spelling is frozen.
///
/// A raise with a field that this code does not know is left out: it raises nothing then, which is
/// the safe side, and the file is still read.
final class RaisesJson {
  private static final Set<String> FIELDS =
      Set.of("policy", "scope", "limit_usd", "add_usd", "from", "until", "reason", "by");

  private RaisesJson() {}

  static String write(Raises raises) {
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    for (Raise raise : raises.all()) {
      ObjectNode node = list.addObject().put("policy", raise.policy());
      raise.owner().ifPresent(owner -> node.put("scope", owner.toString()));
      switch (raise.size()) {
        case Raise.Size.To(Usd limit) -> node.put("limit_usd", limit.plain());
        case Raise.Size.By(Usd more) -> node.put("add_usd", more.plain());
      }
      node.put("from", raise.from().toString())
          .put("until", raise.until().toString())
          .put("reason", raise.reason())
          .put("by", raise.by());
    }
    return list.toString();
  }

  /// @throws IllegalStateException if the text is not what this version writes
  static Raises read(String text) {
    try {
      List<Raise> raises = new ArrayList<>();
      for (JsonNode node : Tree.read(text)) {
        if (isKnown(node)) {
          raises.add(raise(node));
        }
      }
      return new Raises(raises);
    } catch (JsonProcessingException | RuntimeException e) {
      throw new IllegalStateException("stored raises cannot be read: " + text, e);
    }
  }

  private static boolean isKnown(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return FIELDS.containsAll(names);
  }

  private static Raise raise(JsonNode node) {
    return new Raise(
        node.required("policy").asText(),
        owner(node),
        size(node),
        Instant.parse(node.required("from").asText()),
        Instant.parse(node.required("until").asText()),
        node.required("reason").asText(),
        node.required("by").asText());
  }

  private static Optional<Scope> owner(JsonNode node) {
    return node.has("scope")
        ? Optional.of(((Target.One) Target.parse(node.path("scope").asText())).scope())
        : Optional.empty();
  }

  private static Raise.Size size(JsonNode node) {
    return node.has("limit_usd")
        ? new Raise.Size.To(Usd.parse(node.path("limit_usd").asText()))
        : new Raise.Size.By(Usd.parse(node.required("add_usd").asText()));
  }
}
