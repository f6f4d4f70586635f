package io.tollgate.prove;

/// The end of a process, thrown at a step of it. An error, so that nothing under test catches it.
final class Crash extends Error {
  private static final long serialVersionUID = 1;

  Crash() {
    super("the process died", null, false, false);
  }
}
