package io.tollgate.policy;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// How one kind of policy is spelt in the file.
///
/// @param words the fields of which it has at least one, and no other kind has any
/// @param fields all that it may have
/// @param scopes whose accounts or calls it may be about
/// @param reader notes what is wrong in the section; empty if no policy can be made of it
record Form(
    List<String> words,
    Vocabulary fields,
    Set<ScopeKind> scopes,
    Function<Section, Optional<Draft>> reader) {
  /// One that may be about anybody.
  Form(List<String> words, Vocabulary fields, Function<Section, Optional<Draft>> reader) {
    this(words, fields, EnumSet.allOf(ScopeKind.class), reader);
  }

  Form {
    words = List.copyOf(words);
    scopes = Set.copyOf(scopes);
  }

  boolean fits(Section section) {
    return words.stream().anyMatch(section::has);
  }

  Optional<Draft> read(Section section) {
    return reader.apply(section.check(fields));
  }
}
