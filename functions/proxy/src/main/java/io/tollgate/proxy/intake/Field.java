package io.tollgate.proxy.intake;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A field of the body that we act on. Each may stand there once, in exactly this spelling: some
/// servers take the last of two, some the first, some match without regard to case, and what we
/// bound must be what they do.
public enum Field {
  MODEL("model"),
  MESSAGES("messages"),
  STREAM("stream"),
  STREAM_OPTIONS("stream_options"),
  INCLUDE_USAGE("include_usage"),
  MAX_TOKENS("max_tokens"),
  MAX_COMPLETION_TOKENS("max_completion_tokens"),
  N("n"),
  SERVICE_TIER("service_tier"),
  PREDICTION("prediction"),
  MODALITIES("modalities"),
  TOOLS("tools"),
  FUNCTIONS("functions"),
  BEST_OF("best_of"),
  AUDIO("audio"),
  WEB_SEARCH_OPTIONS("web_search_options"),
  // Spelt so by providers that speak OpenAI's dialect with additions of their own: searches, other
  // models, cached contexts.
  SEARCH_PARAMETERS("search_parameters"),
  SEARCH_SETTINGS("search_settings"),
  ENABLE_SEARCH("enable_search"),
  WEB_SEARCH("web_search"),
  PLUGINS("plugins"),
  MODELS("models"),
  EXTRA_BODY("extra_body");

  private static final Map<String, Field> BY_WORD =
      Arrays.stream(values())
          .collect(Collectors.toUnmodifiableMap(Field::word, Function.identity()));

  private final String word;

  Field(String word) {
    this.word = word;
  }

  /// As it is spelt in the body.
  public String word() {
    return word;
  }

  static @Nullable Field ofWord(String word) {
    return BY_WORD.get(word);
  }

  boolean isTopLevel() {
    return this != INCLUDE_USAGE;
  }
}
