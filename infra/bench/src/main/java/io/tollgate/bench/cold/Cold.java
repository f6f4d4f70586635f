package io.tollgate.bench.cold;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbLocal;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.aws.dynamodb.TableSchema;
import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.Machine;
import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Provider;
import io.tollgate.bench.yardstick.Yardstick;
import io.tollgate.key.KeyForm;
import io.tollgate.key.TableKeyStore;
import io.tollgate.local.Wiring;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a new environment of the proxy needs until its first call is answered: from the start of
/// the JVM, over DynamoDB Local, with one streamed call. Before each start the AWS SDK starts
/// alone, from the jars as they were published.
public final class Cold {
  public static final Arguments.Options OPTIONS =
      new Arguments.Options(Map.of("--starts", "5", "--jvm", Wiring.JAVA_OPTIONS), List.of());

  private static final long MEGABYTE = 1_000_000;
  private static final String TABLE = "tollgate";

  private static final String ORGANISATION =
      """
      organisation: bench
      members: {ada: {}}
      providers:
        bench:
          base_url: "%s"
          credential: "secret:tollgate/providers#bench"
          prices: {m: {input: 1, output: 4}}
      policies:
        - {budget: monthly, of: workspace, limit_usd: 1000}
        - {budget: daily, of: each member, limit_usd: 100}
      """;

  private final Zip zip;
  private final String published;
  private final Machine machine;
  private final DynamoDbLocal store;
  private final String event;
  private final List<String> jvm;

  private Cold(
      Zip zip,
      String published,
      Machine machine,
      DynamoDbLocal store,
      String event,
      List<String> jvm) {
    this.zip = zip;
    this.published = published;
    this.machine = machine;
    this.store = store;
    this.event = event;
    this.jvm = List.copyOf(jvm);
  }

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    int starts = arguments.whole("--starts", 1, 99);
    Machine machine = Machine.pinned();
    Path home = Path.of(System.getProperty("tollgate.home", "."));
    String published = home.resolve("functions/proxy/target/lib") + "/*";
    try (var store = DynamoDbLocal.start(DynamoDbLocal.home(home));
        var provider = new Provider(Answers.stream(Duration.ZERO));
        var zip = Zip.lay(home, ORGANISATION.formatted(provider.baseUrl()))) {
      var cold = new Cold(zip, published, machine, store, event(store), arguments.jvm("--jvm"));
      var all = new ArrayList<Start>();
      for (int i = 1; i <= starts; i++) {
        progress.step("start %d of %d".formatted(i, starts));
        all.add(cold.start(cold.sdk()));
      }
      return cold.report(all);
    }
  }

  /// Makes the table and a key, and gives the event of a call with it.
  private static String event(DynamoDbLocal store) {
    try (var http = DynamoDbClients.http();
        var clients = DynamoDbClients.at(store.endpoint(), http)) {
      TableSchema.create(clients.retrying(), TABLE);
      var issued =
          (KeyForm.Issued)
              KeyForm.issue(
                  "{\"name\":\"bench\",\"member\":\"ada\"}", new SecureRandom(), Instant.now());
      new TableKeyStore(new DynamoDbTable(TABLE, clients))
          .create(issued.key(), issued.secret().hash());
      var json = JsonNodeFactory.instance.objectNode();
      json.put("httpMethod", "POST").put("path", "/v1/chat/completions");
      json.putObject("multiValueHeaders")
          .putArray("Authorization")
          .add("Bearer " + issued.secret().reveal());
      json.put(
          "body",
          "{\"model\":\"bench/m\",\"stream\":true,\"max_tokens\":50,"
              + "\"messages\":[{\"role\":\"user\",\"content\":\"Say hello.\"}]}");
      return json.toString();
    }
  }

  /// What the SDK alone needs, in milliseconds of CPU.
  private long sdk() throws IOException {
    try (var sdk = Yardstick.sdk(machine.pin(), jvm, published, TABLE, database())) {
      return sdk.cpu().toMillis();
    }
  }

  private Start start(long sdk) throws IOException, InterruptedException {
    try (var services = new Services();
        var call = new OneCall()) {
      long begin = System.nanoTime();
      Process process = zip.start(machine.pin(), environment(services, call));
      try (Socket socket = call.asked()) {
        long asking = cpuMillis(process);
        String answer = call.answer(socket, event);
        long answered = cpuMillis(process);
        long wall = Duration.ofNanos(System.nanoTime() - begin).toMillis();
        if (!answer.contains("[DONE]")) {
          throw new IOException("the first call failed: " + answer + " " + zip.said());
        }
        services.awaitEvent();
        long told = cpuMillis(process);
        long resident = Machine.residentKilobytes(process.pid()) * 1024 / MEGABYTE;
        return new Start(sdk, asking, answered, told, wall, resident);
      } catch (IOException e) {
        throw new IOException("the proxy did not start: " + zip.said(), e);
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private Map<String, String> environment(Services services, OneCall call) {
    var environment = new HashMap<>(database());
    environment.put("AWS_LAMBDA_RUNTIME_API", call.address());
    environment.put("_HANDLER", "io.tollgate.proxy.ProxyFunction");
    environment.put("AWS_ENDPOINT_URL_SQS", services.endpoint());
    environment.put("AWS_ENDPOINT_URL_SECRETS_MANAGER", services.endpoint());
    environment.put("TOLLGATE_TABLE", TABLE);
    environment.put("TOLLGATE_QUEUE_URL", services.endpoint() + "/000000000000/usage");
    environment.put("TOLLGATE_JAVA", System.getProperty("java.home") + "/bin/java");
    environment.put("TOLLGATE_JAVA_OPTIONS", String.join(" ", jvm));
    return environment;
  }

  /// What leads the SDK to the store.
  private Map<String, String> database() {
    return Map.of(
        "AWS_REGION", "us-east-1",
        "AWS_ACCESS_KEY_ID", "local",
        "AWS_SECRET_ACCESS_KEY", "local",
        "AWS_ENDPOINT_URL_DYNAMODB", store.endpoint().toString());
  }

  private static long cpuMillis(Process process) {
    return Machine.cpu(process).toMillis();
  }

  private Report report(List<Start> starts) throws IOException {
    var verdict = Verdict.of(starts, zip.bytes() / MEGABYTE);
    var rows = new ArrayList<List<Object>>();
    starts.forEach(start -> rows.add(start.row(rows.size() + 1)));
    return new Report(
        "cold",
        List.of(
            machine.sentence(),
            "JVM options: " + String.join(" ", jvm),
            "Zip of the proxy: %.1f MB".formatted(zip.bytes() / (double) MEGABYTE)),
        List.of(new Sheet("cold", Start.COLUMNS, rows), verdict.medians()),
        verdict.broken());
  }
}
