package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Spelling;
import java.util.Arrays;
import java.util.List;

/// Whom a policy is about, as `of:` says it: `workspace`, `each member` or `member/ada`.
public sealed interface Target {
  ScopeKind kind();

  /// Everyone of a kind, each on an account of their own.
  record Each(ScopeKind kind) implements Target {
    @Override
    public String toString() {
      return "each " + kind.word();
    }
  }

  /// One owner; for them it stands in the place of what `each` says.
  record One(Scope scope) implements Target {
    @Override
    public ScopeKind kind() {
      return scope.kind();
    }

    @Override
    public String toString() {
      return scope.toString();
    }
  }

  /// @throws IllegalArgumentException with the reason if the text names nobody
  static Target parse(String text) {
    if (text.equals(ScopeKind.WORKSPACE.word())) {
      return new One(Scope.WORKSPACE);
    }
    if (text.startsWith("each ")) {
      return new Each(kindOf(text.substring(5).strip()));
    }
    // A model's name has slashes of its own, so only the first one divides.
    int slash = text.indexOf('/');
    if (slash > 0) {
      return new One(
          new Scope(kindOf(text.substring(0, slash)), Names.check(text.substring(slash + 1))));
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is none of `workspace`, `each <scope>` and `<scope>/<name>`"
            + Spelling.hint(Spelling.nearest(text, List.of(ScopeKind.WORKSPACE.word()))));
  }

  private static ScopeKind kindOf(String word) {
    return ScopeKind.ofWord(word)
        .filter(kind -> kind != ScopeKind.WORKSPACE)
        .orElseThrow(() -> new IllegalArgumentException(unknown(word)));
  }

  private static String unknown(String word) {
    List<String> words =
        Arrays.stream(ScopeKind.values())
            .filter(kind -> kind != ScopeKind.WORKSPACE)
            .map(ScopeKind::word)
            .toList();
    return "'"
        + word
        + "' is no scope; there are "
        + String.join(", ", words)
        + Spelling.hint(Spelling.nearest(word, words));
  }
}
