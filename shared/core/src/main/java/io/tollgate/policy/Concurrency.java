package io.tollgate.policy;

import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Slots;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The most calls in flight.
///
/// @param most 0 lets nothing through
public record Concurrency(String id, Target of, long most, Mode mode) implements Policy {
  public static final String KIND = "concurrency";

  private static final long MOST_CALLS = 1_000_000_000;

  static final Form FORM =
      new Form(List.of(KIND), Vocabulary.of(KIND, "of", "mode", "id"), Concurrency::read);

  @Override
  public String kind() {
    return KIND;
  }

  Slots slots() {
    return new Slots(most, id, mode);
  }

  private static Optional<Draft> read(Section section) {
    OptionalLong most = section.whole(KIND, 0, MOST_CALLS);
    Optional<Mode> mode = Modes.read(section);
    return most.isEmpty() || mode.isEmpty()
        ? Optional.empty()
        : Draft.of(KIND, (id, of) -> new Concurrency(id, of, most.getAsLong(), mode.get()));
  }
}
