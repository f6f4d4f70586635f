package io.tollgate.table;

/// Short codes for texts that come again and again, such as attribute names, so that a packed item
/// need not spell them.
public interface Lexicon {
  int UNKNOWN = -1;

  /// Knows no text: everything is spelt. What is stored in a file is written with this one.
  Lexicon NONE =
      new Lexicon() {
        @Override
        public int code(String text) {
          return UNKNOWN;
        }

        @Override
        public String text(int code) {
          throw new IllegalArgumentException(
              "a packed item uses code " + code + " without a lexicon");
        }

        @Override
        public boolean knowsFields() {
          return false;
        }
      };

  /// A code from 0, for ever the same, or {@link #UNKNOWN}.
  int code(String text);

  /// The text of a code that was given out.
  String text(int code);

  /// Whether JSON is worth taking apart, because its fields may have codes.
  boolean knowsFields();
}
