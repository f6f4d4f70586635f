package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The most output tokens of one choice, and how many are assumed, and asked for, where the caller
/// sets no cap. It refuses nothing: a cap above the most is lowered.
public record OutputTokens(String id, Target of, OutputCap cap) implements Policy {
  private static final String MOST = "max_output_tokens";
  private static final String USUAL = "default_output_tokens";

  static final Form FORM =
      new Form(List.of(MOST, USUAL), Vocabulary.of(MOST, USUAL, "of", "id"), OutputTokens::read);

  @Override
  public String kind() {
    return kind(cap);
  }

  private static String kind(OutputCap cap) {
    return cap.most().isPresent() ? MOST : USUAL;
  }

  private static Optional<Draft> read(Section section) {
    OptionalLong most = section.whole(MOST, 1, Integer.MAX_VALUE);
    OptionalLong usual = section.whole(USUAL, 1, Integer.MAX_VALUE);
    if (most.isPresent() && usual.isPresent() && usual.getAsLong() > most.getAsLong()) {
      section.wrong(
          USUAL,
          "the default of "
              + usual.getAsLong()
              + " output tokens is above the most, "
              + most.getAsLong());
      return Optional.empty();
    }
    var cap = new OutputCap(usual, most);
    return cap.equals(OutputCap.NONE)
        ? Optional.empty()
        : Draft.of(kind(cap), (id, of) -> new OutputTokens(id, of, cap));
  }
}
