package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.policy.Objection.Ground;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which models may be called. A pattern with a slash speaks of `provider/model`, one without of
/// the model at any provider.
///
/// A model goes by its name in the books. It is denied by the name that the caller wrote, too, so
/// that no alias or dated snapshot slips through, and it is allowed by that name only if it stands
/// there in full: the end of a fine-tune's name is whatever its maker likes.
///
/// @param kind `models` if there is a list of what is allowed, else `deny_models`
/// @param allowed what may be called; empty for all
/// @param denied what may not be called, even if it is allowed
public record ModelAccess(String id, Target of, String kind, List<Glob> allowed, List<Glob> denied)
    implements Rule {
  private static final String ALLOW = "models";
  private static final String DENY = "deny_models";

  static final Form FORM =
      new Form(List.of(ALLOW, DENY), Vocabulary.of(ALLOW, DENY, "of", "id"), ModelAccess::read);

  public ModelAccess {
    allowed = List.copyOf(allowed);
    denied = List.copyOf(denied);
  }

  private static Optional<Draft> read(Section section) {
    List<Glob> allowed = Glob.read(section, ALLOW);
    List<Glob> denied = Glob.read(section, DENY);
    if (section.has(ALLOW) && allowed.isEmpty()) {
      section.wrong(ALLOW, "`models` allows nothing; leave it out to allow all");
      return Optional.empty();
    }
    String kind = section.has(ALLOW) ? ALLOW : DENY;
    return Draft.of(kind, (id, of) -> new ModelAccess(id, of, kind, allowed, denied));
  }

  @Override
  public Optional<Objection> objection(Candidate call) {
    for (Glob glob : denied) {
      if (speaksOf(glob, call, call.model()) || speaksOf(glob, call, call.called())) {
        return objection(call, "denies: " + glob.pattern());
      }
    }
    for (Glob glob : allowed) {
      if (speaksOf(glob, call, call.model())
          || (glob.isName() && speaksOf(glob, call, call.called()))) {
        return Optional.empty();
      }
    }
    return allowed.isEmpty()
        ? Optional.empty()
        : objection(call, "does not allow; it allows " + Glob.list(allowed));
  }

  private static boolean speaksOf(Glob glob, Candidate call, String model) {
    return glob.matches(glob.pattern().indexOf('/') < 0 ? model : call.provider() + "/" + model);
  }

  private Optional<Objection> objection(Candidate call, String what) {
    String model = call.provider() + "/" + call.called();
    return Optional.of(
        new Objection(
            Ground.MODEL_NOT_ALLOWED,
            id,
            call.scope(of.kind()),
            "The call asks for " + model + ", which '" + id + "' " + what + ".",
            "model",
            Map.of("model", model)));
  }
}
