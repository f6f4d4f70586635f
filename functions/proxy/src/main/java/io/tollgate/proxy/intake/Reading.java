package io.tollgate.proxy.intake;

/// What became of a body: a prompt, or a sentence that says why there is none.
public sealed interface Reading {
  record Understood(Prompt prompt) implements Reading {}

  /// @param cause which of the three kinds of refusal
  /// @param field the path of the field at fault, such as `stream_options.include_usage`; empty for
  ///   the body as a whole
  /// @param sentence for the caller; never quotes what the caller wrote
  record Rejected(Cause cause, String field, String sentence) implements Reading {}

  /// Why a body is no prompt.
  enum Cause {
    INVALID,
    TOO_LARGE,
    ENCODING
  }
}
