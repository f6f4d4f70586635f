package io.tollgate.aws.runtime;

import io.tollgate.aws.http.StreamingFunction;

/// What this process is for.
sealed interface Work {
  /// Answers as it goes.
  record Streamed(StreamingFunction function) implements Work {}

  /// Answers in one piece.
  record Buffered(BufferedFunction function) implements Work {}

  /// A new function of that class, made by its constructor without arguments.
  ///
  /// @param handler a class name; what follows `::` is for other runtimes
  /// @throws IllegalArgumentException if there is no such function
  static Work named(String handler) {
    String name = handler.split("::", 2)[0];
    return switch (made(name)) {
      case StreamingFunction function -> new Streamed(function);
      case BufferedFunction function -> new Buffered(function);
      case Object other ->
          throw new IllegalArgumentException(
              "%s is neither a StreamingFunction nor a BufferedFunction; name one as the handler"
                  .formatted(name));
    };
  }

  private static Object made(String name) {
    try {
      return Class.forName(name).getConstructor().newInstance();
    } catch (java.lang.reflect.InvocationTargetException e) {
      throw switch (e.getCause()) {
        case RuntimeException failure -> failure;
        case null, default -> new IllegalStateException(name + " cannot be made", e.getCause());
      };
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "the handler '%s' is no public class with a public constructor without arguments"
              .formatted(name),
          e);
    }
  }

  /// Goes through the work once, if it knows how.
  default void rehearse() throws java.io.IOException {
    Object function =
        switch (this) {
          case Streamed(var streaming) -> streaming;
          case Buffered(var buffered) -> buffered;
        };
    if (function instanceof Rehearsed able) {
      able.rehearse();
    }
  }
}
