package io.tollgate.bench.yardstick;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Ask;
import io.tollgate.bench.http.Line;
import io.tollgate.bench.http.Provider;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class YardstickTest {
  private static final List<String> JVM = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  @Test
  void a_bare_relay_hands_on_every_byte_in_both_directions_and_its_cpu_is_counted()
      throws IOException {
    byte[] request = Ask.post("key", Map.of(), Ask.chat("bench/m", true, 64, 40_000));
    try (var provider = new Provider(Answers.stream(Duration.ofMillis(1)));
        var relay = Yardstick.relay(List.of(), provider.address());
        var past = new Line(provider.address());
        var through = new Line(relay.address())) {
      assertThat(past.exchange(request)).isEqualTo(200);
      for (int i = 0; i < 3; i++) {
        assertThat(through.exchange(request)).isEqualTo(200);
        assertThat(through.body()).isEqualTo(past.body());
      }
      assertThat(provider.calls()).isEqualTo(4);
      assertThat(relay.cpu()).isPositive();
    }
  }

  @Test
  void the_sdk_alone_updates_one_item_and_its_cpu_is_counted() throws IOException {
    String classPath = System.getProperty("java.class.path");
    var asked = new ConcurrentLinkedQueue<String>();
    HttpServer store = store(asked);
    Map<String, String> environment =
        Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:" + store.getAddress().getPort());
    try (var sdk = Yardstick.sdk(List.of(), JVM, classPath, "tollgate", environment)) {
      assertThat(asked).containsExactly("DynamoDB_20120810.UpdateItem");
      assertThat(sdk.cpu()).isPositive();
    } finally {
      store.stop(0);
    }
  }

  /// A DynamoDB that does as it is told, and keeps nothing.
  private static HttpServer store(ConcurrentLinkedQueue<String> asked) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    server.start();
    return server;
  }
}
