package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.policy.Objection.Ground;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which providers may be called.
///
/// @param allowed at least one pattern
public record ProviderAccess(String id, Target of, List<Glob> allowed) implements Rule {
  private static final String KIND = "providers";

  static final Form FORM =
      new Form(List.of(KIND), Vocabulary.of(KIND, "of", "id"), ProviderAccess::read);

  public ProviderAccess {
    allowed = List.copyOf(allowed);
  }

  @Override
  public String kind() {
    return KIND;
  }

  private static Optional<Draft> read(Section section) {
    List<Glob> allowed = Glob.read(section, KIND);
    if (allowed.isEmpty()) {
      section.wrong(KIND, "`providers` allows nothing; leave it out to allow all");
      return Optional.empty();
    }
    return Draft.of(KIND, (id, of) -> new ProviderAccess(id, of, allowed));
  }

  @Override
  public Optional<Objection> objection(Candidate call) {
    for (Glob glob : allowed) {
      if (glob.matches(call.provider())) {
        return Optional.empty();
      }
    }
    return Optional.of(
        new Objection(
            Ground.MODEL_NOT_ALLOWED,
            id,
            call.scope(of.kind()),
            "The call goes to "
                + call.provider()
                + ", which '"
                + id
                + "' does not allow; it allows "
                + Glob.list(allowed)
                + ".",
            "model",
            Map.of("provider", call.provider())));
  }
}
