package io.tollgate.local.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.local.RunningGateway.Ready;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// A client and an operator of one gateway, over HTTP. Safe for concurrent use.
final class Caller {
  static final ObjectMapper JSON = new ObjectMapper();
  private static final long FIRST_PAUSE = 20;
  private static final long LONGEST_PAUSE = 100;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Ready ready;

  Caller(Ready ready) {
    this.ready = ready;
  }

  /// What came back.
  record Answer(int status, HttpResponse<String> response) {
    String body() {
      return response.body();
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    JsonNode json() {
      try {
        return JSON.readTree(response.body());
      } catch (JsonProcessingException e) {
        throw new AssertionError("no JSON: " + response.body(), e);
      }
    }

    String code() {
      return json().path("error").path("code").asText();
    }

    String message() {
      return json().path("error").path("message").asText();
    }

    /// Status and code in one word, so that a difference shows both.
    String told() {
      return status == 200 ? "200" : status + " " + code();
    }
  }

  Ready ready() {
    return ready;
  }

  Caller with(String key) {
    return new Caller(new Ready(ready.url(), key, ready.admin()));
  }

  Answer chat(String body, String... headers) {
    return send("POST", "/v1/chat/completions", ready.key(), body, headers);
  }

  /// Asks again as long as there is no process for the call, which no function ever saw.
  Answer admitted(String body, String... headers) {
    Answer answer = chat(body, headers);
    while (answer.status() == 429 && answer.json().at("/error/tollgate").isMissingNode()) {
      pause(100);
      answer = chat(body, headers);
    }
    return answer;
  }

  /// A short call.
  Answer ask(String model, String... headers) {
    return chat(prompt(model), headers);
  }

  /// Asks again while a call that is not settled yet stands in the way.
  Answer askAlone(String model, String... headers) {
    var answer = new AtomicReference<>(ask(model, headers));
    until(() -> {
      boolean alone = !answer.get().told().equals("429 budget_in_flight");
      if (!alone) {
        answer.set(ask(model, headers));
      }
      return alone;
    });
    return answer.get();
  }

  static String prompt(String model) {
    return prompt(model, "\"max_tokens\":1000");
  }

  static String prompt(String model, String more) {
    return "{\"model\":\"%s\",%s,\"messages\":[{\"role\":\"user\",\"content\":\"Hello.\"}]}"
        .formatted(model, more);
  }

  Answer get(String path) {
    return send("GET", path, ready.key(), "");
  }

  JsonNode admin(String path) {
    return admin("GET", path, "").json();
  }

  Answer admin(String method, String path, String body) {
    return send(method, "/admin/v1/" + path, ready.admin(), body);
  }

  /// @return the secret of a new key
  String newKey(String form) {
    Answer answer = admin("POST", "keys", form);
    if (answer.status() != 201) {
      throw new AssertionError(answer.body());
    }
    return answer.json().path("key").asText();
  }

  /// The row of a budget, by its policy and account; a missing node if there is none.
  JsonNode budget(String id, String scope) {
    for (JsonNode row : admin("budgets").path("data")) {
      if (row.path("id").asText().equals(id) && row.path("scope").asText().equals(scope)) {
        return row;
      }
    }
    return JSON.missingNode();
  }

  /// Spend since yesterday, whose hours are few: of a month there are up to 744, and a look at
  /// each.
  JsonNode latelySpent(String by) {
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    // In some zones it is tomorrow already.
    return admin("spend?by=%s&from=%s&to=%s".formatted(by, today.minusDays(1), today.plusDays(2)));
  }

  JsonNode story(String request) {
    return admin("requests/" + request);
  }

  /// What a policy said to a call, by its story; a missing node if it was not asked.
  JsonNode spoke(String request, String policy) {
    for (JsonNode one : story(request).at("/decision/policies")) {
      if (one.path("id").asText().equals(policy)) {
        return one;
      }
    }
    return JSON.missingNode();
  }

  Answer send(String method, String path, String key, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(root() + path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (!key.isEmpty()) {
      request.header("Authorization", "Bearer " + key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    return send(request.build());
  }

  static Answer send(HttpRequest request) {
    try {
      var response = CLIENT.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException("the gateway broke off", e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  String root() {
    String url = ready.url().toString();
    return url.substring(0, url.length() - "/v1".length());
  }

  /// Waits until something holds; gives up after thirty seconds and leaves the assertion to the
  /// test.
  static void until(BooleanSupplier holds) {
    until(Duration.ofSeconds(30), holds);
  }

  /// Looks less and less often, since a look at functions in processes is work for several of them.
  static void until(Duration limit, BooleanSupplier holds) {
    long end = System.nanoTime() + limit.toNanos();
    long pause = FIRST_PAUSE;
    while (!holds.getAsBoolean() && System.nanoTime() < end) {
      pause(pause);
      pause = Math.min(LONGEST_PAUSE, pause * 3 / 2);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
