package io.tollgate.proxy.intake;

/// What a model asked its caller to do, as the caller's transcript repeats it.
///
/// @param name of the tool
/// @param arguments as the model wrote them
public record ToolCall(String name, String arguments) {
  /// The name, for people. Only a plain one is repeated: anything may stand there, and refusals are
  /// kept.
  public String shownName() {
    return OtherFields.shown(name);
  }
}
