package io.tollgate.local.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// OpenAI's own Java client, told another base URL and another key and nothing else.
@Timeout(60)
abstract class OfficialClientContract extends GatewayContract {
  private OpenAIClient client;

  @Override
  Needs needs() {
    return Needs.policies(
        """
        - {rate: 1/h, of: feature/rare, burst: 1}
        - {budget: total, of: feature/closed, limit_usd: 0}
        """);
  }

  @BeforeAll
  void connect() {
    client = client(caller().ready().key());
  }

  @AfterAll
  void disconnect() {
    client.close();
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(caller().ready().url().toString())
        .apiKey(key)
        .maxRetries(0)
        .build();
  }

  private static ChatCompletionCreateParams.Builder hello() {
    return ChatCompletionCreateParams.builder().model("gpt-4o-mini").addUserMessage("Say hello.");
  }

  @Test
  void a_plain_call_is_answered_with_its_usage_and_charged() {
    ChatCompletion answer =
        client
            .chat()
            .completions()
            .create(hello().putAdditionalHeader("Tollgate-Agent", "java").build());
    assertThat(answer.choices().getFirst().message().content().orElse("")).isNotBlank();
    assertThat(answer.usage().orElseThrow().completionTokens()).isEqualTo(24);
    Caller.until(() -> caller().latelySpent("agent").toString().contains("\"agent\":\"java\""));
    assertThat(caller().admin("spend?by=agent").toString()).contains("\"output_tokens\":24");
  }

  @Test
  void a_stream_arrives_in_pieces_and_has_no_usage_chunk_that_nobody_asked_for() {
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(hello().build())) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      assertThat(chunks).hasSizeGreaterThan(20).allMatch(chunk -> !chunk.choices().isEmpty());
    }
  }

  @Test
  void a_stream_with_usage_tells_the_usage_and_the_cost() {
    var wanted = ChatCompletionStreamOptions.builder().includeUsage(true).build();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(hello().streamOptions(wanted).build())) {
      ChatCompletionChunk last = stream.stream().reduce((a, b) -> b).orElseThrow();
      assertThat(last.usage().orElseThrow().completionTokens()).isEqualTo(24);
      assertThat(last.toString()).contains("cost_usd");
    }
  }

  @Test
  void a_spent_budget_is_a_402_with_the_code_and_the_policy() {
    assertThatThrownBy(() ->
            client
                .chat()
                .completions()
                .create(hello().putAdditionalHeader("Tollgate-Feature", "closed").build()))
        .isInstanceOfSatisfying(
            OpenAIServiceException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(402);
              assertThat(e.code()).contains("budget_exceeded");
              assertThat(e.type()).contains("insufficient_quota");
              assertThat(e).hasMessageContaining("total:feature/closed");
              assertThat(e.headers().values("x-should-retry")).containsExactly("false");
            });
  }

  @Test
  void a_rate_is_a_rate_limit_exception_and_a_wrong_key_an_unauthorized_one() {
    var rare = hello().putAdditionalHeader("Tollgate-Feature", "rare").build();
    client.chat().completions().create(rare);
    assertThatThrownBy(() -> client.chat().completions().create(rare))
        .isInstanceOfSatisfying(
            RateLimitException.class, e -> assertThat(e.code()).contains("rate_limit_exceeded"));
    OpenAIClient stranger = client("tg-nobody");
    assertThatThrownBy(() -> stranger.chat().completions().create(hello().build()))
        .isInstanceOfSatisfying(
            UnauthorizedException.class, e -> assertThat(e.code()).contains("invalid_api_key"));
    stranger.close();
    assertThatThrownBy(
            () -> client.chat().completions().create(hello().model("gpt-4o-minni").build()))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("gpt-4o-mini");
  }

  @Test
  void models_are_listed_and_found() {
    assertThat(client.models().list().data()).anyMatch(model -> model.id().endsWith("gpt-4o-mini"));
    assertThat(client.models().retrieve("gpt-4o-mini").id()).endsWith("gpt-4o-mini");
  }
}
