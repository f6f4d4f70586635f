package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.SideBySide;
import io.tollgate.aws.dynamodb.LocalStore;
import io.tollgate.aws.runtime.FakeRuntimeApi;
import io.tollgate.aws.runtime.Invoked;
import io.tollgate.aws.wire.FakeSecrets;
import io.tollgate.aws.wire.FakeSqs;
import io.tollgate.key.KeyForm;
import io.tollgate.key.TableKeyStore;
import io.tollgate.local.e2e.Unpacked.Started;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The functions as processes of their own, started by the script of their zip, over a Runtime API,
/// DynamoDB Local, and SQS and Secrets Manager on the wire.
@SideBySide
@Timeout(180)
class UnpackedFunctionsTest {
  private static final String PROXY = "io.tollgate.proxy.ProxyFunction";
  private static final String AGGREGATOR = "io.tollgate.aggregator.AggregatorFunction";
  private static final String ADMIN = "io.tollgate.admin.AdminFunction";
  private static final String DRAWN = "aB3".repeat(13) + "z";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RawProvider PROVIDER = new RawProvider();
  private static Unpacked zip;

  private final FakeSqs queue = new FakeSqs();
  private final FakeSecrets secrets =
      new FakeSecrets()
          .put("tollgate/providers", "{\"house\":\"sk-house\"}")
          .put("tollgate/admin", DRAWN);
  private final FakeRuntimeApi lambda = new FakeRuntimeApi();
  private final List<Started> started = new ArrayList<>();
  private String table = "";
  private String key = "";

  @BeforeAll
  static void lay() throws IOException {
    zip =
        new Unpacked(
            """
            organisation: acme
            members: {ada: {}}
            providers:
              house:
                base_url: "%s"
                credential: "secret:tollgate/providers#house"
                prices:
                  m: {input: 0, output: 100}
                  gated: {input: 0, output: 100}
                  late: {input: 0, output: 100}
            policies:
              - {budget: total, of: workspace, limit_usd: 1000}
            """
                .formatted(PROVIDER.baseUrl()));
  }

  @BeforeEach
  void make() {
    table = LocalStore.newTable();
    var issued =
        (KeyForm.Issued)
            KeyForm.issue(
                "{\"name\":\"first\",\"member\":\"ada\"}", new SecureRandom(), Instant.now());
    new TableKeyStore(LocalStore.table(table)).create(issued.key(), issued.secret().hash());
    key = issued.secret().reveal();
  }

  @AfterAll
  static void end() {
    PROVIDER.close();
  }

  @AfterEach
  void close() {
    started.forEach(Started::close);
    lambda.close();
    secrets.close();
    queue.close();
  }

  private Started start(String function, Map<String, String> more) {
    var environment = new HashMap<String, String>();
    environment.put("AWS_LAMBDA_RUNTIME_API", lambda.address());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", LocalStore.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_SQS", queue.endpoint().toString());
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", secrets.endpoint().toString());
    environment.put("TOLLGATE_TABLE", table);
    switch (function) {
      case PROXY -> environment.put("TOLLGATE_QUEUE_URL", queue.queueUrl());
      case ADMIN -> environment.put("TOLLGATE_ADMIN_SECRET", "tollgate/admin");
      default -> environment.remove("TOLLGATE_QUEUE_URL");
    }
    environment.putAll(more);
    Started process = zip.start(function, environment);
    started.add(process);
    return process;
  }

  private static String event(String method, String path, String bearer, String body) {
    ObjectNode event = JSON.createObjectNode();
    event.put("resource", "/{proxy+}").put("httpMethod", method).put("path", path);
    event.putObject("multiValueHeaders").putArray("Authorization").add("Bearer " + bearer);
    event.putObject("requestContext").put("stage", "live");
    return event.put("body", body).put("isBase64Encoded", false).toString();
  }

  private String chat(String model) {
    return event(
        "POST",
        "/v1/chat/completions",
        key,
        "{\"model\":\"house/%s\",\"stream\":true,\"max_tokens\":50,".formatted(model)
            + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}");
  }

  private static void speak(String model, CountDownLatch goOn) {
    PROVIDER.on(
        model,
        (request, out) -> {
          RawProvider.sse(out);
          RawProvider.word(out, "first");
          goOn.await();
          RawProvider.word(out, "second");
          RawProvider.usageChunk(out, 2);
          RawProvider.done(out);
        });
  }

  private String message() throws InterruptedException {
    for (int i = 0; i < 1_000 && queue.messages.isEmpty(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return queue.messages.getFirst();
  }

  @Test
  void a_streamed_call_arrives_chunk_by_chunk_and_its_cost_in_the_books() throws Exception {
    var goOn = new CountDownLatch(1);
    speak("gated", goOn);
    start(PROXY, Map.of("AWS_LAMBDA_FUNCTION_NAME", "tollgate-ProxyFunction"));
    Invoked call = lambda.invoke(chat("gated"), Duration.ofMinutes(15));
    // The provider waits for us, so this can only have come by itself.
    assertThat(call.chunk()).startsWith("{\"statusCode\":200,").contains("first");
    assertThat(queue.messages).isEmpty();
    goOn.countDown();
    assertThat(call.rest()).contains("second").endsWith("data: [DONE]\n\n");
    assertThat(PROVIDER.heard().getLast().head()).contains("authorization: Bearer sk-house\r\n");

    JsonNode told = JSON.readTree(message());
    assertThat(told.path("kind").asText()).isEqualTo("ended");
    // Whether the gateway's one try was fast enough depends on the machine; the books do not.
    assertThat(told.path("settled").isBoolean()).isTrue();
    assertThat(queue.traces).containsOnly(FakeRuntimeApi.TRACE);

    settles(message());
    assertThat(spent()).isEqualTo("0.0002");
  }

  private void settles(String message) {
    ObjectNode batch = JSON.createObjectNode();
    batch.putArray("Records").addObject().put("messageId", "m-1").put("body", message);
    try (var aggregator = new FakeRuntimeApi()) {
      start(AGGREGATOR, Map.of("AWS_LAMBDA_RUNTIME_API", aggregator.address()));
      assertThat(aggregator.invoke(batch.toString()).next())
          .isEqualTo(new Invoked.Whole("{\"batchItemFailures\":[]}"));
      assertThat(aggregator.invoke("{\"tollgate\":\"sweep\"}").next())
          .isEqualTo(new Invoked.Whole("{}"));
      assertThat(aggregator.invoke("{\"detail-type\":\"Something else\"}").next())
          .isInstanceOf(Invoked.Failed.class);
    }
  }

  private String spent() throws IOException {
    try (var admin = new FakeRuntimeApi()) {
      start(ADMIN, Map.of("AWS_LAMBDA_RUNTIME_API", admin.address()));
      String wrong =
          admin.invoke(event("GET", "/admin/v1/budgets", "tga-" + "x".repeat(40), "")).rest();
      assertThat(wrong).startsWith("{\"statusCode\":401");
      String right = admin.invoke(event("GET", "/admin/v1/budgets", "tga-" + DRAWN, "")).rest();
      assertThat(right).startsWith("{\"statusCode\":200");
      JsonNode body = JSON.readTree(right.substring(right.lastIndexOf('\0') + 1));
      for (JsonNode row : body.path("data")) {
        if (row.path("id").asText().equals("total:workspace")) {
          assertThat(row.path("held_usd").asText()).isEqualTo("0");
          return row.path("spent_usd").asText();
        }
      }
      throw new AssertionError("no budget of the workspace in " + body);
    }
  }

  @Test
  void what_was_restored_serves_with_secrets_that_were_read_afterwards() throws Exception {
    speak("m", new CountDownLatch(0));
    Started proxy = start(PROXY, Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start"));
    Invoked call = lambda.invoke(chat("m"));
    for (int i = 0; i < 3_000 && lambda.requests.isEmpty() && proxy.process().isAlive(); i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    assertThat(lambda.requests).as(proxy.said()).containsExactly("GET restore/next");
    assertThat(secrets.asked).isEmpty();
    lambda.restore();
    assertThat(call.rest()).contains("second");
    assertThat(secrets.asked).containsExactly("secretsmanager.GetSecretValue");
  }

  @Test
  void one_process_serves_as_many_events_at_once_as_it_is_told_to() throws Exception {
    var goOn = new CountDownLatch(1);
    speak("gated", goOn);
    start(PROXY, Map.of("AWS_LAMBDA_MAX_CONCURRENCY", "3"));
    List<Invoked> calls = List.of(invoke("gated"), invoke("gated"), invoke("gated"));
    for (Invoked call : calls) {
      assertThat(call.chunk()).contains("first");
    }
    goOn.countDown();
    for (Invoked call : calls) {
      assertThat(call.rest()).endsWith("data: [DONE]\n\n");
    }
  }

  private Invoked invoke(String model) {
    return lambda.invoke(chat(model));
  }

  @Test
  void while_the_admin_secret_cannot_be_read_nobody_administers_and_health_is_told() {
    start(ADMIN, Map.of("TOLLGATE_ADMIN_SECRET", "tollgate/nothing"));
    assertThat(lambda.invoke(event("GET", "/admin/v1/budgets", "tga-" + DRAWN, "")).rest())
        .startsWith("{\"statusCode\":503")
        .contains("admin_secret_unavailable");
    assertThat(lambda.invoke(event("GET", "/admin/v1/budgets", "tg-other", "")).rest())
        .startsWith("{\"statusCode\":401");
    assertThat(lambda.invoke(event("GET", "/health", "", "")).rest())
        .startsWith("{\"statusCode\":200");
  }

  @Test
  void a_call_that_could_not_end_in_time_reaches_no_provider() {
    start(PROXY, Map.of());
    Invoked call = lambda.invoke(chat("late"), Duration.ofSeconds(2));
    assertThat(call.rest()).startsWith("{\"statusCode\":503").contains("enforcement_unavailable");
    assertThat(PROVIDER.heard("late")).isZero();
  }

  @Test
  void a_faulty_file_stops_the_start_and_names_its_lines() throws Exception {
    var broken = new Unpacked("organisation: acme\npolicis: []\nmembers: 7\n");
    var environment = new HashMap<String, String>();
    environment.put("AWS_LAMBDA_RUNTIME_API", lambda.address());
    environment.put("AWS_REGION", "us-east-1");
    environment.put("AWS_ACCESS_KEY_ID", "local");
    environment.put("AWS_SECRET_ACCESS_KEY", "local");
    environment.put("AWS_ENDPOINT_URL_DYNAMODB", LocalStore.endpoint().toString());
    environment.put("TOLLGATE_TABLE", LocalStore.newTable());
    Started aggregator = broken.start(AGGREGATOR, environment);
    started.add(aggregator);
    assertThat(aggregator.exitCode()).isEqualTo(1);
    assertThat(lambda.requests).containsExactly("POST init/error");
    assertThat(lambda.faults.remove())
        .contains("tollgate.yaml is not accepted")
        .contains("policis")
        .contains("members");
    assertThat(aggregator.said()).contains("\"event\":\"not_started\"").doesNotContain("\tat ");
  }

  @Test
  void an_unknown_name_in_the_environment_stops_the_start() throws Exception {
    Started proxy = start(PROXY, Map.of("TOLLGATE_QUEUE", "q"));
    assertThat(proxy.exitCode()).isEqualTo(1);
    assertThat(lambda.faults.remove()).contains("did you mean TOLLGATE_QUEUE_URL?");
  }
}
