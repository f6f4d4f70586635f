package io.tollgate.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.SideBySide;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// What AWS's own tools make of the template. Skipped, with a sentence, where they are not
/// installed: they are Python packages, and nothing that is deployed needs them.
@SideBySide
class TranslatedTest {
  private static final String TEMPLATE = SourceTree.ROOT.resolve("template.yaml").toString();
  private static final Set<String> FUNCTIONS =
      Set.of("ProxyFunction", "AggregatorFunction", "AdminFunction");

  private static Optional<CloudFormation> translated = Optional.empty();

  /// What a program said, and how it ended.
  private record Ended(int status, String said, String complained) {}

  private static Ended run(String... command) throws IOException, InterruptedException {
    Path complaints = Files.createTempFile("tollgate", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(complaints.toFile()).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), said, Files.readString(complaints));
    } finally {
      Files.delete(complaints);
    }
  }

  /// Empty if there is no such program.
  private static Optional<Ended> tried(String... command) throws InterruptedException {
    try {
      return Optional.of(run(command));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static boolean isThere(String... command) throws InterruptedException {
    return tried(command).filter(ended -> ended.status() == 0).isPresent();
  }

  /// Once for all tests, since Python takes seconds for it.
  private static CloudFormation translated() throws IOException, InterruptedException {
    if (translated.isEmpty()) {
      translated = Optional.of(translate());
    }
    return translated.get();
  }

  private static CloudFormation translate() throws IOException, InterruptedException {
    assumeTrue(
        isThere("python3", "-c", "import samtranslator"),
        "SAM's translator is not installed (pip install aws-sam-translator), so the template is not translated here.");
    Path script = Path.of("src/test/resources/translate.py");
    Path here =
        Files.exists(script) ? script : SourceTree.ROOT.resolve("infra/local").resolve(script);
    Ended ended = run("python3", here.toString(), TEMPLATE);
    assertThat(ended.status()).as(ended.complained()).isZero();
    return new CloudFormation(new ObjectMapper().readTree(ended.said()));
  }

  @Test
  void the_linter_finds_neither_errors_nor_warnings() throws Exception {
    Optional<Ended> ended = tried("cfn-lint", TEMPLATE);
    assumeTrue(
        ended.isPresent(),
        "cfn-lint is not installed (pip install cfn-lint), so the template is not linted here.");
    assertThat(ended.get().said() + ended.get().complained()).isBlank();
    assertThat(ended.get().status()).isZero();
  }

  @Test
  void every_integration_streams_from_the_alias() throws Exception {
    CloudFormation translated = translated();
    List<JsonNode> integrations =
        translated.properties("Api").path("Body").findValues("x-amazon-apigateway-integration");
    assertThat(integrations)
        .hasSize(3)
        .allSatisfy(integration -> {
          assertThat(integration.path("responseTransferMode").asText()).isEqualTo("STREAM");
          assertThat(integration.at("/uri/Fn::Sub").asText())
              .containsPattern(
                  "\\$\\{(Proxy|Admin)FunctionAliaslive}/response-streaming-invocations$");
        });
    assertThat(integrations.stream().map(one -> one.path("timeoutInMillis").asLong()))
        .containsExactlyInAnyOrder(900_000L, 29_000L, 29_000L);
  }

  @Test
  void queue_schedule_and_api_may_invoke_the_alias_and_invoke_nothing_else() throws Exception {
    CloudFormation translated = translated();
    assertThat(translated.ofType("AWS::Lambda::Permission")).hasSize(3);
    assertThat(translated.ofType("AWS::Lambda::Permission").values())
        .allSatisfy(permission -> {
          assertThat(permission.path("FunctionName").path("Ref").asText()).endsWith("Aliaslive");
          assertThat(permission.path("Principal").asText()).isEqualTo("apigateway.amazonaws.com");
        });
    assertThat(translated.ofType("AWS::Lambda::EventSourceMapping").values())
        .singleElement()
        .extracting(source -> source.path("FunctionName").path("Ref").asText())
        .isEqualTo("AggregatorFunctionAliaslive");
    assertThat(translated.ofType("AWS::Scheduler::Schedule").values())
        .singleElement()
        .satisfies(schedule -> {
          assertThat(schedule.at("/Target/Arn/Ref").asText())
              .isEqualTo("AggregatorFunctionAliaslive");
          assertThat(schedule.has("Name")).isFalse();
        });
  }

  @Test
  void each_function_publishes_a_version_with_a_snapshot() throws Exception {
    CloudFormation translated = translated();
    assertThat(translated.ofType("AWS::Lambda::Alias").keySet())
        .isEqualTo(new TreeSet<>(FUNCTIONS.stream().map(name -> name + "Aliaslive").toList()));
    for (String function : FUNCTIONS) {
      assertThat(translated.properties(function).at("/SnapStart/ApplyOn").asText())
          .isEqualTo("PublishedVersions");
      assertThat(translated.properties(function).path("Runtime").asText()).isEqualTo("java25");
    }
  }

  @Test
  void sam_adds_no_right_of_its_own_but_the_schedulers() throws Exception {
    CloudFormation translated = translated();
    assertThat(translated.ofType("AWS::IAM::Role").keySet())
        .containsExactly("AdminRole", "AggregatorFunctionSweepRole", "AggregatorRole", "ProxyRole");
    assertThat(translated.ofType("AWS::IAM::Role").values())
        .allSatisfy(role -> assertThat(role.has("ManagedPolicyArns")).isFalse());
    assertThat(translated.properties("AggregatorFunctionSweepRole").findValuesAsText("Action"))
        .contains("lambda:InvokeFunction");
  }

  @Test
  void there_is_one_stage_and_it_is_regional_and_throttled() throws Exception {
    CloudFormation translated = translated();
    assertThat(translated.ofType("AWS::ApiGateway::Stage").values())
        .singleElement()
        .satisfies(stage -> {
          assertThat(stage.path("StageName").asText()).isEqualTo("live");
          assertThat(stage.at("/MethodSettings/0").has("ThrottlingRateLimit")).isTrue();
        });
    assertThat(
            CloudFormation.words(translated.properties("Api").at("/EndpointConfiguration/Types")))
        .containsExactly("REGIONAL");
  }
}
