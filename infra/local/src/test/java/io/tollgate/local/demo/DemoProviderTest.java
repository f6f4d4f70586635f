package io.tollgate.local.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.RateLimitException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import io.tollgate.SideBySide;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@SideBySide
@Timeout(30)
class DemoProviderTest {
  private final DemoProvider provider =
      new DemoProvider(
          0,
          new Pace(12, Duration.ZERO, time -> Thread.sleep(Math.min(time.toMillis(), 5))),
          InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")));
  private final OpenAIClient openai =
      OpenAIOkHttpClient.builder()
          .baseUrl(provider.baseUrl().toString())
          .apiKey("any")
          .maxRetries(0)
          .build();

  @AfterEach
  void close() {
    openai.close();
    provider.close();
  }

  private static ChatCompletionCreateParams.Builder ask(String model) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage("What is a tollgate?");
  }

  private ChatCompletion answer(ChatCompletionCreateParams.Builder ask) {
    return openai.chat().completions().create(ask.build());
  }

  private List<ChatCompletionChunk> stream(ChatCompletionCreateParams.Builder ask) {
    try (var chunks = openai.chat().completions().createStreaming(ask.build())) {
      return chunks.stream().toList();
    }
  }

  @Test
  void a_whole_answer_has_text_usage_and_a_reason_to_end() {
    ChatCompletion answer = answer(ask("demo-large"));
    assertThat(answer.model()).isEqualTo("demo-large");
    assertThat(answer.choices()).hasSize(1);
    assertThat(answer.choices().getFirst().message().content().orElseThrow().split(" "))
        .hasSize(12);
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    CompletionUsage usage = answer.usage().orElseThrow();
    assertThat(usage.completionTokens()).isEqualTo(12);
    assertThat(usage.promptTokens()).isEqualTo(9);
    assertThat(usage.totalTokens()).isEqualTo(21);
  }

  @Test
  void the_same_prompt_gets_the_same_answer() {
    assertThat(answer(ask("demo-large")).choices()).isEqualTo(answer(ask("demo-large")).choices());
  }

  @Test
  void a_cap_is_honoured_and_ends_with_length() {
    ChatCompletion answer = answer(ask("demo-large").maxCompletionTokens(5).n(2));
    assertThat(answer.choices()).hasSize(2);
    assertThat(answer.choices().get(1).finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.LENGTH);
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(10);
  }

  @Test
  void a_stream_has_a_role_then_words_then_a_reason() {
    List<ChatCompletionChunk> chunks = stream(ask("demo-small"));
    assertThat(chunks).hasSize(14);
    assertThat(chunks.getFirst().choices().getFirst().delta().role()).isPresent();
    String text =
        chunks.stream()
            .map(chunk -> chunk.choices().getFirst().delta().content().orElse(""))
            .reduce("", String::concat);
    assertThat(text)
        .isEqualTo(
            answer(ask("demo-small")).choices().getFirst().message().content().orElseThrow());
    assertThat(chunks.getLast().choices().getFirst().finishReason())
        .contains(ChatCompletionChunk.Choice.FinishReason.STOP);
    assertThat(chunks).allMatch(chunk -> chunk.usage().isEmpty());
  }

  @Test
  void a_stream_tells_its_usage_only_when_asked() {
    List<ChatCompletionChunk> chunks =
        stream(
            ask("demo-small")
                .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build()));
    assertThat(chunks.getLast().choices()).isEmpty();
    assertThat(chunks.getLast().usage().orElseThrow().completionTokens()).isEqualTo(12);
  }

  @Test
  void long_prompts_are_cached_now_and_then() {
    var cached =
        java.util.stream.IntStream.range(0, 12)
            .mapToObj(i -> "word " + i + " ".repeat(8000) + i)
            .map(prompt -> answer(ask("demo-large").addUserMessage(prompt)).usage().orElseThrow())
            .map(usage -> usage.promptTokensDetails().orElseThrow().cachedTokens().orElse(0L))
            .toList();
    assertThat(cached).contains(0L).anyMatch(tokens -> tokens >= 1024);
  }

  @Test
  void several_models_are_listed() {
    assertThat(openai.models().list().items().stream().map(Model::id))
        .contains("demo-large", "gpt-5.5");
  }

  @Test
  void faults_come_when_a_model_is_named_after_them() {
    assertThatThrownBy(() -> answer(ask("demo-fault-status-500")))
        .isInstanceOf(InternalServerException.class);
    assertThatThrownBy(() -> answer(ask("demo-fault-status-429")))
        .isInstanceOf(RateLimitException.class);
    assertThatThrownBy(() -> answer(ask("demo-fault-garbage")))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> answer(ask("demo-fault-close-early")))
        .isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> stream(ask("demo-fault-close-early")))
        .isInstanceOf(RuntimeException.class);
    assertThat(answer(ask("demo-fault-no-usage")).usage()).isEmpty();
    assertThat(
            answer(ask("demo-fault-overrun").maxCompletionTokens(5))
                .usage()
                .orElseThrow()
                .completionTokens())
        .isEqualTo(55);
  }

  @Test
  void faults_come_by_header_too() {
    assertThatThrownBy(
            () -> answer(ask("demo-large").putAdditionalHeader("x-demo-fault", "status-500")))
        .isInstanceOf(InternalServerException.class);
  }

  @Test
  void a_stream_that_never_ends_is_left_when_its_client_hangs_up() throws InterruptedException {
    try (var chunks =
        openai.chat().completions().createStreaming(ask("demo-fault-never-ends").build())) {
      assertThat(chunks.stream().limit(30).count()).isEqualTo(30);
      assertThat(provider.running()).isEqualTo(1);
    }
    for (int i = 0; i < 500 && provider.running() > 0; i++) {
      Thread.sleep(10);
    }
    assertThat(provider.running()).isZero();
  }

  @Test
  void what_openai_would_not_take_is_refused_in_its_words() {
    assertThatThrownBy(
            () -> answer(ask("demo-large").putAdditionalBodyProperty("tempo", JsonValue.from(1))))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("tempo");
    assertThatThrownBy(() -> answer(ask("demo-large").maxCompletionTokens(-1)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("max_completion_tokens");
  }

  @Test
  void a_call_without_a_bearer_is_401() throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      var response =
          client.send(
              HttpRequest.newBuilder(URI.create(provider.baseUrl() + "/models")).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(401);
      assertThat(response.body()).contains("invalid_api_key");
    }
  }
}
