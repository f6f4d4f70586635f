package io.tollgate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// The embedded table and AWS's own engine, told the same stories, answer the same at every step,
/// errors included.
///
/// A failure prints its seed and the smallest story that fails; `@Property(seed = "…")` tells it
/// again.
final class EmbeddedLikeDynamoDbTest {
  private static final Table DYNAMO_DB = LocalStore.table(LocalStore.newTable());

  private final Table embedded = new EmbeddedTable(InstantSource.system());

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void both_tables_answer_the_same(@ForAll("stories") List<Step> steps) {
    String story = UUID.randomUUID() + "/";
    for (Step step : steps) {
      assertThat(step.tell(embedded, story))
          .as("the embedded table's answer to %s", step)
          .isEqualTo(step.tell(DYNAMO_DB, story));
    }
  }

  @Provide
  Arbitrary<List<Step>> stories() {
    return Stories.stories();
  }
}
