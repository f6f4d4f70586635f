package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.policy.Objection.Ground;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Whether a request may have fields that its dialect does not have. Unless a policy says otherwise
/// they pass.
public record UnknownFields(String id, Target of, boolean refused) implements Rule {
  private static final String KIND = "unknown_fields";

  static final Form FORM =
      new Form(List.of(KIND), Vocabulary.of(KIND, "of", "id"), UnknownFields::read);

  @Override
  public String kind() {
    return KIND;
  }

  /// The one at the top of the file, which speaks of the workspace; empty if there is none.
  static Optional<Policy> ofRoot(Section root) {
    var everyone = new Target.One(Scope.WORKSPACE);
    return read(root).map(draft -> draft.named(KIND + ":" + everyone, everyone));
  }

  private static Optional<Draft> read(Section section) {
    return section
        .read(KIND, UnknownFields::refuses)
        .flatMap(refused -> Draft.of(KIND, (id, of) -> new UnknownFields(id, of, refused)));
  }

  private static boolean refuses(String text) {
    return switch (text) {
      case "refuse" -> true;
      case "pass" -> false;
      default ->
          throw new IllegalArgumentException("'" + text + "' is neither `pass` nor `refuse`");
    };
  }

  @Override
  public Optional<Objection> objection(Candidate call) {
    String field = call.unknownField();
    return !refused || field.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Objection(
                Ground.UNKNOWN_FIELD,
                id,
                call.scope(of.kind()),
                "`" + field + "` is no field of such a request, and '" + id + "' lets none pass.",
                field,
                Map.of()));
  }
}
