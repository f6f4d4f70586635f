package io.tollgate.table;

/// The store refuses to understand a write: a defect of ours (arithmetic on a missing attribute or
/// on a text, two actions on one attribute, two writes on one item in a transaction, an item over
/// 400 KB, an empty key). Nothing happened.
public final class InvalidWrite extends RuntimeException {
  private static final long serialVersionUID = 1;

  public InvalidWrite(String what) {
    super(what);
  }
}
