package io.tollgate.table;

/// The store could not be read. Never thrown by a write: those say {@link Answer.Unknown}.
public final class StoreUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreUnavailable(String what, Throwable cause) {
    super(what, cause);
  }
}
