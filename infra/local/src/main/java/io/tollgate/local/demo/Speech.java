package io.tollgate.local.demo;

import java.util.List;
import java.util.stream.IntStream;

/// What the demo provider says: one word a token, the same to the same prompt.
///
/// @param promptTokens a quarter of the characters, and four for each message, as OpenAI's models
///   count roughly
/// @param cachedTokens the part of them that was in the cache, of every fourth long prompt
/// @param words of one choice
/// @param isCut whether the cap ended it
record Speech(int promptTokens, int cachedTokens, List<String> words, boolean isCut) {
  private static final List<String> WORDS =
      List.of(
          "A", "gate", "opens", "when", "the", "toll", "is", "paid", "and", "every", "token", "has",
          "its", "price", "so", "count", "what", "you", "spend", "before", "it", "leaves", "your",
          "hand");

  // OpenAI caches prompts from 1,024 tokens on, in steps of 128.
  private static final int LEAST_CACHED = 1024;
  private static final int CACHE_STEP = 128;

  /// @param length how many words it would say without a cap
  static Speech about(Chat chat, int length) {
    int hash = chat.prompt().hashCode() & Integer.MAX_VALUE;
    int prompt = (chat.prompt().length() + 3) / 4 + 4 * chat.messages();
    boolean isCached = prompt >= LEAST_CACHED && hash % 4 == 0;
    int said = Math.min(length, chat.cap());
    List<String> words =
        IntStream.range(0, said)
            .mapToObj(
                i -> (i == 0 ? "" : " ") + WORDS.get((hash % WORDS.size() + i) % WORDS.size()))
            .toList();
    return new Speech(
        prompt, isCached ? prompt / CACHE_STEP * CACHE_STEP : 0, words, chat.cap() < length);
  }

  String text() {
    return String.join("", words);
  }

  String finishReason() {
    return isCut ? "length" : "stop";
  }

  /// OpenAI's usage object.
  String usage(int choices) {
    int completion = words.size() * choices;
    return """
    {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,\
    "prompt_tokens_details":{"cached_tokens":%d,"audio_tokens":0},\
    "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,\
    "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}\
    """
        .formatted(promptTokens, completion, promptTokens + completion, cachedTokens);
  }
}
