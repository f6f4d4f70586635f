package io.tollgate.json;

import java.util.List;

/// A part of a document as it was written, with the line on which it begins.
///
/// Scalars keep their text, so a decimal is read as what it says and never passes through a double.
public sealed interface Node {
  /// Counted from 1.
  int line();

  /// A mapping, in the order of the document. A name that stands twice is here twice.
  record Fields(int line, List<Field> fields) implements Node {
    public Fields {
      fields = List.copyOf(fields);
    }
  }

  /// One field of a mapping.
  record Field(int line, String name, Node value) {}

  /// A list.
  record Elements(int line, List<Node> elements) implements Node {
    public Elements {
      elements = List.copyOf(elements);
    }
  }

  /// A value without parts.
  ///
  /// @param text as written, without quotes
  record Scalar(int line, Kind kind, String text) implements Node {
    /// What the document's syntax says of a value: `12` is a number, `"12"` a text.
    public enum Kind {
      TEXT,
      NUMBER,
      BOOLEAN,
      NOTHING
    }
  }
}
