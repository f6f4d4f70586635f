package io.tollgate.ledger;

/// What tells a call from others without saying what it is: a keyed hash of something that a
/// looping caller repeats.
///
/// @param of what was hashed
/// @param hash text of a few characters, the same for the same thing under the same key
/// @param name of the tool, for the caller's own eyes; empty for a call
public record Fingerprint(Of of, String hash, String name) {
  public Fingerprint {
    if (hash.isEmpty()) {
      throw new IllegalArgumentException("a fingerprint without a hash");
    }
  }

  /// What may be repeated. Each has places of its own on an account; with all eight of them it is
  /// still below 1 KB.
  public enum Of {
    /// The request itself. A growing transcript makes each call another one, so fewer are kept.
    CALL(0, 3),
    /// The tool call whose result the request brings back.
    TOOL_CALL(3, 5);

    private final int first;
    private final int places;

    Of(int first, int places) {
      this.first = first;
      this.places = places;
    }

    /// The first of its places on an account.
    int first() {
      return first;
    }

    /// How many of them an account remembers at once.
    int places() {
      return places;
    }
  }
}
