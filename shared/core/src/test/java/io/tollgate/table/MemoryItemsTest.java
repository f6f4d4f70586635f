package io.tollgate.table;

import static io.tollgate.table.Condition.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// More items than stay objects: what rests as bytes behaves like what does not.
class MemoryItemsTest {
  private static final int MANY = 12_000;

  private final Table table = new EmbeddedTable(InstantSource.system());

  @Test
  void items_that_rest_are_read_updated_and_deleted_as_if_they_did_not() {
    var random = new SplittableRandom(5);
    var expected = new TreeMap<String, Long>();
    for (int i = 0; i < 3 * MANY; i++) {
      String sk = "s" + random.nextInt(MANY);
      if (random.nextInt(4) == 0) {
        table.write(new Write.Delete(new Key("P", sk), ALWAYS));
        expected.remove(sk);
      } else {
        table.write(new Write.Update(new Key("P", sk), List.of(Action.add("n", Num.ONE)), ALWAYS));
        expected.merge(sk, 1L, Long::sum);
      }
    }
    expected.forEach((sk, n) ->
        assertThat(table.get(new Key("P", sk)).orEmpty().num("n").asLong()).isEqualTo(n));
    assertThat(sortKeys()).containsExactlyElementsOf(expected.keySet());
  }

  @Test
  void sort_keys_that_only_grow_stay_in_order() {
    for (int i = 0; i < MANY; i++) {
      table.write(new Write.Put(new Key("P", "s%05d".formatted(i)), Item.EMPTY, ALWAYS));
    }
    assertThat(sortKeys()).hasSize(MANY).isSorted();
  }

  @Test
  void a_partition_that_was_emptied_starts_anew() {
    for (int i = 0; i < 1_000; i++) {
      table.write(new Write.Put(new Key("P", "s" + i), Item.EMPTY, ALWAYS));
    }
    for (int i = 0; i < 1_000; i++) {
      table.write(new Write.Delete(new Key("P", "s" + i), ALWAYS));
    }
    assertThat(sortKeys()).isEmpty();
    table.write(new Write.Put(new Key("P", "again"), Item.EMPTY, ALWAYS));
    assertThat(sortKeys()).containsExactly("again");
  }

  private List<String> sortKeys() {
    var found = new ArrayList<String>();
    Page page = table.query(Query.all("P"));
    page.rows().forEach(row -> found.add(row.key().sk()));
    while (page.next().isPresent()) {
      page = table.query(Query.all("P").from(page.next().get()));
      page.rows().forEach(row -> found.add(row.key().sk()));
    }
    return found;
  }
}
