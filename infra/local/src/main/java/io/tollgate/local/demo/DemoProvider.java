package io.tollgate.local.demo;

import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Reply;
import io.tollgate.local.http.Call;
import io.tollgate.local.http.Refusal;
import io.tollgate.local.http.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/// A server that answers like OpenAI: `POST /v1/chat/completions`, streamed and not, and `GET
/// /v1/models`. It speaks for every model it is asked for. Safe for concurrent use.
public final class DemoProvider implements AutoCloseable {
  private static final List<String> MODELS =
      List.of("gpt-5.5", "gpt-5.5-mini", "gpt-4o", "gpt-4o-mini", "demo-large", "demo-small");

  private final Pace pace;
  private final InstantSource clock;
  private final AtomicLong answers = new AtomicLong();
  private final Server server;

  /// Answers from here on.
  ///
  /// @param port 0 for a free one
  public DemoProvider(int port, Pace pace, InstantSource clock) {
    this.pace = pace;
    this.clock = clock;
    this.server = new Server(port, this::visit);
  }

  /// Up to and with `/v1`.
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.port() + "/v1");
  }

  /// How many calls are being answered; one whose client hung up counts until that is noticed.
  public int running() {
    return server.running();
  }

  @Override
  public void close() {
    server.close();
  }

  private void visit(Call call, Reply reply) throws IOException {
    try {
      if (!bearer(call.headers())) {
        throw new Rejected(
            401,
            "invalid_api_key",
            "You didn't provide an API key. Send Authorization: Bearer and a key.");
      }
      route(call, reply);
    } catch (Rejected rejected) {
      rejected.refusal().sendTo(reply);
    }
  }

  private void route(Call call, Reply reply) throws IOException {
    switch (call.method() + " " + call.path()) {
      case "POST /v1/chat/completions" -> chat(call, reply);
      case "GET /v1/models" -> models(reply);
      default ->
          throw new Rejected(
              404, "unknown_url", "Unknown request URL: %s.".formatted(call.method()));
    }
  }

  private void chat(Call call, Reply reply) throws IOException {
    Chat chat = Chat.read(call.body());
    Fault fault =
        call.headers()
            .first("x-demo-fault")
            .map(name ->
                Fault.of(name)
                    .orElseThrow(() -> new Rejected(400, "unknown_fault", "No such x-demo-fault.")))
            .orElseGet(() -> Fault.ofModel(chat.model()));
    String id = "chatcmpl-demo" + answers.incrementAndGet();
    new SpokenAnswer(chat, fault, pace, id, clock.instant().getEpochSecond()).sendTo(reply);
  }

  private static void models(Reply reply) throws IOException {
    String models =
        MODELS.stream()
            .map(id ->
                "{\"id\":\"%s\",\"object\":\"model\",\"created\":1760000000,\"owned_by\":\"demo\"}"
                    .formatted(id))
            .collect(Collectors.joining(","));
    try (var out = reply.begin(200, Refusal.JSON)) {
      out.write(
          "{\"object\":\"list\",\"data\":[%s]}".formatted(models).getBytes(StandardCharsets.UTF_8));
    }
  }

  private static boolean bearer(Headers headers) {
    String authorization = headers.first("authorization").orElse("");
    return authorization.startsWith("Bearer ") && authorization.length() > "Bearer ".length();
  }
}
