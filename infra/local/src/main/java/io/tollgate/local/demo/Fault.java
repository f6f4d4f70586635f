package io.tollgate.local.demo;

import io.tollgate.local.http.Refusal;
import java.util.Arrays;
import java.util.Optional;

/// What can go wrong on purpose: asked for by the header `x-demo-fault`, or by a model named
/// `demo-fault-…`.
enum Fault {
  NONE("none"),
  /// The connection ends in the middle of the answer.
  CLOSE_EARLY("close-early"),
  /// Not JSON; in a stream, an event that is not JSON.
  GARBAGE("garbage"),
  /// The same word until the client hangs up.
  NEVER_ENDS("never-ends"),
  /// An error of the provider's, as are the next ones.
  STATUS_500("status-500"),
  STATUS_429("status-429"),
  STATUS_401("status-401"),
  /// A whole answer that does not say its usage.
  NO_USAGE("no-usage"),
  /// A second before each word.
  SLOW("slow"),
  /// More words than the cap allows.
  OVERRUN("overrun"),
  /// The bytes of the head, then nothing for as long as the client waits.
  STALL("stall");

  private static final String MODEL_PREFIX = "demo-fault-";

  private final String spelling;

  Fault(String spelling) {
    this.spelling = spelling;
  }

  String spelling() {
    return spelling;
  }

  /// The error that it answers with, if that is the fault.
  Optional<Refusal> refusal() {
    return switch (this) {
      case STATUS_500 ->
          Optional.of(Refusal.failed(500, "server_error", "The demo provider fails, as asked."));
      case STATUS_429 ->
          Optional.of(
              new Refusal(
                  429, "requests", "rate_limit_exceeded", "The demo provider is busy, as asked."));
      case STATUS_401 ->
          Optional.of(Refusal.invalid(401, "invalid_api_key", "Incorrect API key, as asked."));
      case NONE, CLOSE_EARLY, GARBAGE, NEVER_ENDS, NO_USAGE, SLOW, OVERRUN, STALL ->
          Optional.empty();
    };
  }

  /// The fault with this spelling; empty for an unknown one.
  static Optional<Fault> of(String spelling) {
    return Arrays.stream(values()).filter(fault -> fault.spelling.equals(spelling)).findFirst();
  }

  /// The fault that a model stands for; most stand for none.
  static Fault ofModel(String model) {
    return model.startsWith(MODEL_PREFIX)
        ? of(model.substring(MODEL_PREFIX.length())).orElse(NONE)
        : NONE;
  }
}
