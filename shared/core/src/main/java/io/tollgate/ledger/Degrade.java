package io.tollgate.ledger;

/// That calls go to another model while a budget is nearly spent.
///
/// @param from the percent of the limit from which on they do, 1 to 99
/// @param to the model, as callers name it
public record Degrade(int from, String to) {
  public Degrade {
    if (from < 1 || from > 99) {
      throw new IllegalArgumentException("another model from " + from + " % of a limit on");
    }
  }
}
