package io.tollgate.policy;

import io.tollgate.attribution.Dimension;
import io.tollgate.json.Section;
import io.tollgate.json.Spelling;
import io.tollgate.json.Vocabulary;
import io.tollgate.policy.Objection.Ground;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which dimensions a call may not leave unallocated.
///
/// @param dimensions none asks for nothing
public record RequiredAttribution(String id, Target of, Set<Dimension> dimensions) implements Rule {
  private static final String KIND = "require";

  static final Form FORM =
      new Form(List.of(KIND), Vocabulary.of(KIND, "of", "id"), RequiredAttribution::read);

  public RequiredAttribution {
    // In the order of the dimensions: which of several is named may not change from call to call.
    dimensions =
        dimensions.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(dimensions));
  }

  @Override
  public String kind() {
    return KIND;
  }

  private static Optional<Draft> read(Section section) {
    Set<Dimension> dimensions = EnumSet.noneOf(Dimension.class);
    for (String word : section.texts(KIND)) {
      dimension(word).ifPresentOrElse(dimensions::add, () -> section.wrong(KIND, unknown(word)));
    }
    return Draft.of(KIND, (id, of) -> new RequiredAttribution(id, of, dimensions));
  }

  private static Optional<Dimension> dimension(String word) {
    return Arrays.stream(Dimension.values()).filter(one -> one.word().equals(word)).findFirst();
  }

  private static String unknown(String word) {
    List<String> words = Arrays.stream(Dimension.values()).map(Dimension::word).toList();
    return "`require`: '"
        + word
        + "' is none of "
        + String.join(", ", words)
        + Spelling.hint(Spelling.nearest(word, words));
  }

  @Override
  public Optional<Objection> objection(Candidate call) {
    for (Dimension dimension : dimensions) {
      if (call.who().of(dimension).equals(Dimension.UNALLOCATED)) {
        return Optional.of(objection(call, dimension));
      }
    }
    return Optional.empty();
  }

  private Objection objection(Candidate call, Dimension dimension) {
    return new Objection(
        Ground.ATTRIBUTION_REQUIRED,
        id,
        call.scope(of.kind()),
        "'"
            + id
            + "' requires that a call names its "
            + dimension.word()
            + ", and this one does not; "
            + remedy(dimension),
        dimension.word(),
        Map.of());
  }

  private static String remedy(Dimension dimension) {
    return switch (dimension) {
      case AGENT -> "send the header Tollgate-Agent.";
      case FEATURE -> "send the header Tollgate-Feature.";
      case MEMBER, DEPARTMENT -> "its key must be bound to one.";
    };
  }
}
