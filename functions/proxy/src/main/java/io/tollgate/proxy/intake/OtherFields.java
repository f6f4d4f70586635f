package io.tollgate.proxy.intake;

import java.util.Set;
import java.util.regex.Pattern;

/// The fields of a chat completion that neither cost money nor change the answer's form, so that we
/// only pass them on.
final class OtherFields {
  /// Beside those of {@link Field}, as OpenAI's reference of the request's body lists them
  /// (platform.openai.com/docs/api-reference/chat/create, 2026-11), with those that it has
  /// deprecated.
  private static final Set<String> NAMES =
      Set.of(
          "frequency_penalty",
          "function_call",
          "logit_bias",
          "logprobs",
          "metadata",
          "parallel_tool_calls",
          "presence_penalty",
          "prompt_cache_key",
          "prompt_cache_retention",
          "reasoning_effort",
          "response_format",
          "safety_identifier",
          "seed",
          "stop",
          "store",
          "temperature",
          "tool_choice",
          "top_logprobs",
          "top_p",
          "user",
          "verbosity");

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private OtherFields() {}

  static boolean know(String name) {
    return NAMES.contains(name);
  }

  /// The name of an unknown field, for people. Only a plain one is repeated: anything may stand
  /// there, and refusals are kept.
  static String shown(String name) {
    return PLAIN.matcher(name).matches() ? name : "(no plain name)";
  }
}
