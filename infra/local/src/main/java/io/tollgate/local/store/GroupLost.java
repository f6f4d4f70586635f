package io.tollgate.local.store;

/// The group of writes that a caller was in could not be finished: any of it may stand in the file
/// or not.
final class GroupLost extends RuntimeException {
  private static final long serialVersionUID = 1;

  GroupLost(Throwable cause) {
    super("the last write to the table's files failed: " + cause.getMessage(), cause);
  }
}
