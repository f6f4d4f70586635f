package io.tollgate.local.template;

import static io.tollgate.local.template.CloudFormation.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A function may do what its code can come to do, and is told what its code reads: nothing more,
/// nothing less.
class RightsTest {
  private static final CloudFormation TEMPLATE = CloudFormation.ofTheTree();
  private static final String TABLE = "io/tollgate/table/Table";
  private static final String WRITE = "io/tollgate/table/Write$";
  private static final String SDK = "software/amazon/awssdk/services/";

  private static Reach reach(String function) {
    return Deployed.reach(function);
  }

  /// Statements of a function's role as resource → actions; what only some deployments have is in
  /// them too.
  private static Map<String, Set<String>> granted(String function) {
    Map<String, Set<String>> granted = new TreeMap<>();
    String role = TEMPLATE.properties(function).at("/Role/Fn::GetAtt/0").asText();
    for (JsonNode policy : TEMPLATE.properties(role).path("Policies")) {
      for (JsonNode statement : policy.at("/PolicyDocument/Statement")) {
        JsonNode said = statement.has("Fn::If") ? statement.path("Fn::If").path(1) : statement;
        granted
            .computeIfAbsent(resource(said.path("Resource")), any -> new TreeSet<>())
            .addAll(words(said.path("Action")));
      }
    }
    return granted;
  }

  private static String resource(JsonNode resource) {
    if (resource.has("Fn::If")) {
      // A table that was restored has the same rights on it, under its own name.
      String own = resource(resource.at("/Fn::If/2"));
      assertThat(resource.at("/Fn::If/1/Fn::Sub").asText())
          .endsWith(
              ":table/"
                  + own.replace("${Table.Arn}", "Table").replace("Table", "${RestoredTable}"));
      return own;
    }
    if (resource.has("Fn::GetAtt")) {
      return resource.at("/Fn::GetAtt/0").asText();
    }
    return resource.path("Ref").asText(resource.path("Fn::Sub").asText(resource.asText()));
  }

  private static Set<String> tableActions(Reach reach) {
    Set<String> actions = new TreeSet<>();
    Map.of("get", "GetItem", "query", "Query")
        .forEach((call, action) -> {
          if (reach.calls(TABLE, call)) {
            actions.add("dynamodb:" + action);
          }
        });
    // A transaction needs the rights of its parts and no other.
    for (String kind : Set.of("Put", "Update", "Delete")) {
      if (reach.makes(WRITE + kind)) {
        actions.add("dynamodb:" + kind + "Item");
      }
    }
    return actions;
  }

  /// What is called of a client of the SDK, as IAM names it.
  private static Set<String> sdkActions(Reach reach, String service, String client) {
    return reach.outside().stream()
        .filter(call -> call.owner().equals(SDK + service + "/" + client))
        .map(Reach.Method::name)
        .filter(name -> !Set.of("builder", "close").contains(name))
        .map(name ->
            service + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean hasSqsSource(String function) {
    return TEMPLATE.properties(function).path("Events").findValuesAsText("Type").contains("SQS");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_function_may_do_to_the_table_what_its_code_does(String function) {
    Reach reach = reach(function);
    assertThat(granted(function).getOrDefault("Table", Set.of())).isEqualTo(tableActions(reach));
    assertThat(granted(function).getOrDefault("${Table.Arn}/index/by-scope", Set.of()))
        .isEqualTo(reach.calls(TABLE, "listed") ? Set.of("dynamodb:Query") : Set.of());
    // What the table's words mean on the wire.
    assertThat(
            Set.of(
                "dynamodb:DeleteItem",
                "dynamodb:GetItem",
                "dynamodb:PutItem",
                "dynamodb:Query",
                "dynamodb:TransactWriteItems",
                "dynamodb:UpdateItem"))
        .containsAll(sdkActions(reach, "dynamodb", "DynamoDbClient"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_function_may_do_to_the_queue_what_its_code_does_and_lambda_for_it(String function) {
    Set<String> needed = sdkActions(reach(function), "sqs", "SqsClient");
    if (hasSqsSource(function)) {
      needed.addAll(Set.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"));
    }
    assertThat(granted(function).getOrDefault("UsageQueue", Set.of())).isEqualTo(needed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_function_may_read_secrets_if_its_code_does(String function) {
    Set<String> mayDo =
        granted(function).values().stream()
            .flatMap(Set::stream)
            .filter(action -> action.startsWith("secretsmanager:"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(mayDo)
        .isEqualTo(sdkActions(reach(function), "secretsmanager", "SecretsManagerClient"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_function_may_do_nothing_else_but_log_and_trace(String function) {
    Map<String, Set<String>> rest = granted(function);
    rest.keySet().removeAll(Set.of("Table", "${Table.Arn}/index/by-scope", "UsageQueue"));
    rest.values().removeIf(actions -> actions.equals(Set.of("secretsmanager:GetSecretValue")));
    String logs = function.replace("Function", "Logs");
    assertThat(rest)
        .isEqualTo(
            Map.of(
                logs,
                Set.of("logs:CreateLogStream", "logs:PutLogEvents"),
                "*",
                Set.of("xray:PutTelemetryRecords", "xray:PutTraceSegments")));
    assertThat(TEMPLATE.properties(function).at("/LoggingConfig/LogGroup/Ref").asText())
        .isEqualTo(logs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_function_is_told_what_its_code_reads(String function) {
    Set<String> told = new TreeSet<>();
    TEMPLATE
        .json()
        .at("/Globals/Function/Environment/Variables")
        .fieldNames()
        .forEachRemaining(told::add);
    TEMPLATE
        .properties(function)
        .at("/Environment/Variables")
        .fieldNames()
        .forEachRemaining(told::add);
    Set<String> read = names(reach(function));
    read.addAll(scriptReads());
    // Lambda's own word, and what only who starts a zip outside of Lambda says.
    read.add("AWS_LAMBDA_EXEC_WRAPPER");
    read.remove("TOLLGATE_JAVA");
    assertThat(told).isEqualTo(read);
  }

  private static Set<String> names(Reach reach) {
    return reach.words("TOLLGATE_").stream()
        .filter(word -> word.matches("TOLLGATE_[A-Z_]*[A-Z]"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> scriptReads() {
    return Pattern.compile("TOLLGATE_[A-Z_]+")
        .matcher(SourceTree.text("shared/aws/src/main/runtime/tollgate-runtime"))
        .results()
        .map(found -> found.group())
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProxyFunction", "AggregatorFunction", "AdminFunction"})
  void a_functions_lines_are_metrics_too(String function) {
    assertThat(reach(function).makes("io/tollgate/aws/log/EmbeddedMetrics")).isTrue();
  }
}
