package io.tollgate.proxy.intake;

/// Carries a refusal out of the depths of a body; {@link Intake} turns it into a value at once.
final class Misfit extends Exception {
  private static final long serialVersionUID = 1;

  private final String field;
  private final String sentence;

  Misfit(String field, String sentence) {
    // Without a stack trace: a bad body is the caller's, and costs us as little as a good one.
    super(sentence, null, false, false);
    this.field = field;
    this.sentence = sentence;
  }

  String field() {
    return field;
  }

  String sentence() {
    return sentence;
  }
}
