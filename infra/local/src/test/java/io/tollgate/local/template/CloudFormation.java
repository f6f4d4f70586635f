package io.tollgate.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.AbstractConstruct;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// A template of CloudFormation's, read into JSON: `!Ref X` is `{"Ref": "X"}`, `!Sub x` is
/// `{"Fn::Sub": "x"}`, and so on.
///
/// @param json the whole
public record CloudFormation(JsonNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static CloudFormation ofTheTree() {
    return new CloudFormation(
        JSON.valueToTree(new Yaml(new Tags()).load(SourceTree.text("template.yaml"))));
  }

  JsonNode resource(String name) {
    return json.at("/Resources/" + name);
  }

  public JsonNode properties(String name) {
    return resource(name).path("Properties");
  }

  /// Logical ids and properties of all resources of a type.
  public Map<String, JsonNode> ofType(String type) {
    Map<String, JsonNode> found = new TreeMap<>();
    json.path("Resources").properties().stream()
        .filter(resource -> resource.getValue().path("Type").asText().equals(type))
        .forEach(resource -> found.put(resource.getKey(), resource.getValue().path("Properties")));
    return found;
  }

  /// A text or a list of texts.
  static List<String> words(JsonNode node) {
    if (!node.isArray()) {
      return List.of(node.asText());
    }
    List<String> words = new ArrayList<>();
    node.forEach(word -> words.add(word.asText()));
    return words;
  }

  /// The short spellings of functions as their long ones.
  private static final class Tags extends SafeConstructor {
    Tags() {
      super(new LoaderOptions());
      this.yamlMultiConstructors.put("!", new Function());
    }

    private final class Function extends AbstractConstruct {
      @Override
      public Object construct(Node node) {
        String name = node.getTag().getValue().substring(1);
        String key = name.equals("Ref") || name.equals("Condition") ? name : "Fn::" + name;
        Map<String, Object> function = new LinkedHashMap<>();
        function.put(key, argument(node, name));
        return function;
      }

      private Object argument(Node node, String name) {
        return switch (node) {
          case ScalarNode text when name.equals("GetAtt") ->
              List.of(text.getValue().split("\\.", 2));
          case ScalarNode text -> text.getValue();
          case SequenceNode list ->
              list.getValue().stream().map(Tags.this::constructObject).collect(Collectors.toList());
          case MappingNode map -> constructMapping(map);
          default -> throw new IllegalStateException("no argument of " + name + ": " + node);
        };
      }
    }
  }
}
