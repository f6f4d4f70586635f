package io.tollgate.local.template;

import static io.tollgate.local.template.CloudFormation.words;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.aws.dynamodb.TableSchema;
import io.tollgate.local.Wiring;
import io.tollgate.policy.ConfigurationFile;
import io.tollgate.table.Table;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is deployed is what runs on this machine.
class TemplateTest {
  private static final CloudFormation TEMPLATE = CloudFormation.ofTheTree();
  private static final JsonNode GLOBALS = TEMPLATE.json().at("/Globals/Function");

  private static String module(String function) {
    return function.substring(0, function.length() - "Function".length()).toLowerCase(Locale.ROOT);
  }

  private static Set<String> functions() {
    return TEMPLATE.ofType("AWS::Serverless::Function").keySet();
  }

  private static long seconds(JsonNode number) {
    return Duration.ofSeconds(number.asLong(-1)).toSeconds();
  }

  @Test
  void each_module_of_a_function_is_deployed_and_has_example_events() {
    Set<String> deployed =
        functions().stream()
            .map(TemplateTest::module)
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(deployed)
        .isEqualTo(SourceTree.directories("functions"))
        .isEqualTo(SourceTree.directories("events"));
  }

  @Test
  void a_handler_is_the_class_of_its_module() {
    for (String function : functions()) {
      String handler = TEMPLATE.properties(function).path("Handler").asText();
      assertThat(handler).isEqualTo("io.tollgate." + module(function) + "." + function);
      assertThat(
              SourceTree.ROOT.resolve(
                  "functions/%s/src/main/java/%s.java"
                      .formatted(module(function), handler.replace('.', '/'))))
          .matches(Files::exists, "exists");
    }
  }

  @Test
  void each_function_is_built_by_its_target_of_the_makefile_from_the_root() {
    for (String function : functions()) {
      assertThat(TEMPLATE.resource(function).at("/Metadata/BuildMethod").asText())
          .isEqualTo("makefile");
      assertThat(SourceTree.text("Makefile"))
          .contains("build-" + function + ": module := " + module(function) + "\n");
    }
    assertThat(GLOBALS.path("CodeUri").asText()).isEqualTo(".");
    assertThat(SourceTree.text("samconfig.toml")).contains("build_in_source = true");
  }

  @Test
  void every_function_is_a_snapshot_of_our_own_loop_on_arm_behind_an_alias() {
    assertThat(GLOBALS.path("Runtime").asText()).isEqualTo("java25");
    assertThat(words(GLOBALS.path("Architectures"))).containsExactly("arm64");
    assertThat(GLOBALS.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
    assertThat(GLOBALS.path("AutoPublishAlias").asText()).isEqualTo("live");
    assertThat(GLOBALS.path("AutoPublishAliasAllProperties").asBoolean()).isTrue();
    assertThat(GLOBALS.at("/Environment/Variables/AWS_LAMBDA_EXEC_WRAPPER").asText())
        .isEqualTo("/var/task/tollgate-runtime");
  }

  @Test
  void every_way_from_the_api_to_a_function_streams() {
    int ways = 0;
    for (JsonNode function : TEMPLATE.ofType("AWS::Serverless::Function").values()) {
      for (JsonNode event : function.path("Events")) {
        if (event.path("Type").asText().equals("Api")) {
          ways++;
          assertThat(event.at("/Properties/ResponseTransferMode").asText())
              .isEqualTo("RESPONSE_STREAM");
          assertThat(event.at("/Properties/TimeoutInMillis").asLong())
              .isEqualTo(function.path("Timeout").asLong() * 1000);
        }
      }
    }
    assertThat(ways).isEqualTo(3);
  }

  @Test
  void time_outs_are_those_of_the_local_cloud() {
    assertThat(seconds(TEMPLATE.properties("ProxyFunction").path("Timeout")))
        .isEqualTo(Wiring.PROXY_TIMEOUT.toSeconds());
    assertThat(seconds(TEMPLATE.properties("AggregatorFunction").path("Timeout")))
        .isEqualTo(Wiring.AGGREGATOR_TIMEOUT.toSeconds());
    assertThat(seconds(TEMPLATE.properties("AdminFunction").path("Timeout")))
        .isEqualTo(Wiring.ADMIN_TIMEOUT.toSeconds());
  }

  @Test
  void the_functions_jvms_have_the_flags_that_were_measured() {
    assertThat(TEMPLATE.json().at("/Parameters/JavaOptions/Default").asText())
        .isEqualTo(Wiring.JAVA_OPTIONS);
  }

  @Test
  void the_queue_and_its_batches_are_those_of_the_local_cloud() {
    JsonNode queue = TEMPLATE.properties("UsageQueue");
    assertThat(seconds(queue.path("VisibilityTimeout"))).isEqualTo(Wiring.VISIBILITY.toSeconds());
    assertThat(queue.at("/RedrivePolicy/maxReceiveCount").asInt())
        .isEqualTo(Wiring.MOST_DELIVERIES);
    assertThat(queue.at("/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0").asText())
        .isEqualTo("DeadLetterQueue");
    assertThat(seconds(TEMPLATE.properties("DeadLetterQueue").path("MessageRetentionPeriod")))
        .isEqualTo(Duration.ofDays(14).toSeconds());
    JsonNode source =
        TEMPLATE.properties("AggregatorFunction").at("/Events/UsageEvents/Properties");
    assertThat(source.at("/Queue/Fn::GetAtt/0").asText()).isEqualTo("UsageQueue");
    assertThat(source.path("BatchSize").asInt()).isEqualTo(Wiring.BATCH_SIZE);
    assertThat(seconds(source.path("MaximumBatchingWindowInSeconds")))
        .isEqualTo(Wiring.BATCH_WINDOW.toSeconds());
    assertThat(source.at("/ScalingConfig/MaximumConcurrency").asInt())
        .isEqualTo(Wiring.BATCHES_AT_ONCE);
    assertThat(words(source.path("FunctionResponseTypes")))
        .containsExactly("ReportBatchItemFailures");
  }

  @Test
  void the_sweep_comes_as_often_as_locally_and_by_the_same_word() {
    JsonNode sweep = TEMPLATE.properties("AggregatorFunction").at("/Events/Sweep/Properties");
    assertThat(Wiring.SWEEP_EVERY).isEqualTo(Duration.ofMinutes(1));
    assertThat(sweep.path("ScheduleExpression").asText()).isEqualTo("rate(1 minute)");
    assertThat(sweep.path("Input").asText().replace(" ", "")).isEqualTo(Wiring.SWEEP_EVENT);
    assertThat(sweep.path("OmitName").asBoolean()).isTrue();
  }

  @Test
  void the_table_has_the_keys_that_the_code_makes_tables_with() {
    JsonNode table = TEMPLATE.properties("Table");
    assertThat(table.path("KeySchema").toString()).isEqualTo(keys("pk", "sk"));
    JsonNode index = table.path("GlobalSecondaryIndexes").path(0);
    assertThat(table.path("GlobalSecondaryIndexes")).hasSize(1);
    assertThat(index.path("IndexName").asText()).isEqualTo(TableSchema.INDEX);
    assertThat(index.path("KeySchema").toString()).isEqualTo(keys(Table.LISTED_BY));
    assertThat(index.at("/Projection/ProjectionType").asText()).isEqualTo("KEYS_ONLY");
    assertThat(table.at("/TimeToLiveSpecification/AttributeName").asText())
        .isEqualTo(TableSchema.EXPIRY);
    assertThat(table.path("AttributeDefinitions").findValuesAsText("AttributeName"))
        .containsExactly("pk", "sk", Table.LISTED_BY);
  }

  private static String keys(String hash, String... range) {
    String keys = "{\"AttributeName\":\"" + hash + "\",\"KeyType\":\"HASH\"}";
    for (String one : range) {
      keys += ",{\"AttributeName\":\"" + one + "\",\"KeyType\":\"RANGE\"}";
    }
    return "[" + keys + "]";
  }

  @Test
  void the_table_outlives_its_stack_and_can_be_restored() {
    assertThat(TEMPLATE.resource("Table").path("DeletionPolicy").asText()).isEqualTo("Retain");
    assertThat(TEMPLATE.resource("Table").path("UpdateReplacePolicy").asText()).isEqualTo("Retain");
    JsonNode table = TEMPLATE.properties("Table");
    assertThat(table.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
    assertThat(table.at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled").asBoolean())
        .isTrue();
    assertThat(table.path("OnDemandThroughput")).isNotEmpty();
  }

  @Test
  void every_parameter_is_described_and_has_a_default() {
    assertThat(TEMPLATE.json().path("Parameters").properties())
        .isNotEmpty()
        .allSatisfy(parameter -> {
          assertThat(parameter.getValue().path("Description").asText()).endsWith(".");
          assertThat(parameter.getValue().has("Default")).isTrue();
        });
  }

  @Test
  void what_the_api_says_itself_has_the_shape_of_openais_errors() throws Exception {
    JsonNode responses = TEMPLATE.properties("Api").path("GatewayResponses");
    var json = new ObjectMapper();
    assertThat(responses).isNotEmpty();
    for (JsonNode response : responses) {
      JsonNode error =
          json.readTree(response.at("/ResponseTemplates/application~1json").asText()).path("error");
      assertThat(error.path("message").asText()).isNotBlank();
      assertThat(error.path("type").asText()).isNotBlank();
      assertThat(error.path("param").isNull()).isTrue();
      assertThat(error.path("code").asText()).isNotBlank();
      assertThat(response.at("/ResponseParameters/Headers").properties())
          .extracting(Map.Entry::getKey)
          .contains("tollgate-request-id", "x-request-id");
    }
  }

  @Test
  void
      the_organisation_that_a_deployment_starts_with_is_accepted_and_its_keys_are_in_the_stacks_secret() {
    var read =
        ConfigurationFile.read(
            SourceTree.text("tollgate.yaml"), Instant.parse("2026-11-24T12:00:00Z"));
    assertThat(read).isInstanceOf(ConfigurationFile.Parsed.class);
    String stack = "tollgate";
    assertThat(SourceTree.text("samconfig.toml")).contains("stack_name = \"" + stack + "\"");
    assertThat(TEMPLATE.properties("ProviderKeys").at("/Name/Fn::Sub").asText())
        .isEqualTo("${AWS::StackName}/providers");
    assertThat(((ConfigurationFile.Parsed) read).configuration().providers())
        .isNotEmpty()
        .allSatisfy(provider ->
            assertThat(provider.credential().orElseThrow())
                .startsWith("secret:" + stack + "/providers#"));
  }
}
