package io.tollgate.aws.secrets;

import java.util.Optional;

/// Which secret is meant: `secret:NAME` for the whole of it, `secret:NAME#field` for one field of a
/// secret that is a JSON object.
///
/// @param name the secret's name or ARN
/// @param field empty for the whole
record Reference(String name, String field) {
  private static final String PREFIX = "secret:";

  /// Empty if the text is no reference to a secret.
  static Optional<Reference> read(String text) {
    if (!text.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String rest = text.substring(PREFIX.length());
    int mark = rest.lastIndexOf('#');
    return Optional.of(
        mark < 0
            ? new Reference(rest, "")
            : new Reference(rest.substring(0, mark), rest.substring(mark + 1)));
  }
}
