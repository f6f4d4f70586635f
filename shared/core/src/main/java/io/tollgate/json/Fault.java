package io.tollgate.json;

/// One thing that is wrong in a document, as a sentence for whoever wrote it.
///
/// @param line where, counted from 1
/// @param path of the field, such as `policies[3].limit_usd`; empty for the document as a whole
/// @param what what is wrong and, where that is known, what to write instead
public record Fault(int line, String path, String what) {
  /// The whole sentence: `line 12: … (policies[3].limit_usd)`.
  @Override
  public String toString() {
    return "line " + line + ": " + what + (path.isEmpty() ? "" : " (" + path + ")");
  }
}
