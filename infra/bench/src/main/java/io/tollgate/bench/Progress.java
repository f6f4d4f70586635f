package io.tollgate.bench;

/// Told what is going on, for whoever waits.
@FunctionalInterface
public interface Progress {
  void step(String sentence);
}
