package io.tollgate.local;

/// The command cannot do what it was asked: the message is the sentence that the user reads.
public final class Misuse extends RuntimeException {
  public Misuse(String sentence) {
    super(sentence);
  }

  public Misuse(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
