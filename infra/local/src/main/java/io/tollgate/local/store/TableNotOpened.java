package io.tollgate.local.store;

/// The table in a directory cannot be used; the message says why and what to do, in a sentence for
/// people.
public final class TableNotOpened extends RuntimeException {
  private static final long serialVersionUID = 1;

  TableNotOpened(String sentence) {
    super(sentence);
  }

  TableNotOpened(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
