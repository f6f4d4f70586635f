package io.tollgate.proxy;

import java.util.function.Function;

/// What one step of the gate gives: the record that the next step takes, or a refusal.
sealed interface Step<T> {
  record Yes<T>(T value) implements Step<T> {}

  /// @param at how far the call had come, for the record of its refusal
  record No<T>(Refusal refusal, Progress at) implements Step<T> {}

  static <T> Step<T> yes(T value) {
    return new Yes<>(value);
  }

  static <T> Step<T> no(Refusal refusal, Progress at) {
    return new No<>(refusal, at);
  }

  default <U> Step<U> then(Function<T, Step<U>> next) {
    return switch (this) {
      case Yes<T>(T value) -> next.apply(value);
      case No<T>(Refusal refusal, Progress at) -> no(refusal, at);
    };
  }
}
