package io.tollgate.local.store;

import static io.tollgate.table.Condition.ALWAYS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.table.Answer;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Query;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksTableTest {
  private static final Key KEY = new Key("S#m#ada", "A");

  @TempDir private Path directory;
  private RocksTable table;

  @BeforeEach
  void open() {
    table = RocksTable.open(directory, Durability.SURVIVES_KILL, InstantSource.system());
  }

  @AfterEach
  void close() {
    table.close();
  }

  @Test
  void what_was_written_is_there_when_the_directory_is_opened_again() {
    Item item = Item.builder().set("u", 7).set(Table.LISTED_BY, "m").build();
    table.write(new Write.Put(KEY, item, ALWAYS));
    table.close();
    open();
    assertThat(table.get(KEY).item()).contains(item);
    assertThat(table.listed("m", "").rows()).extracting(row -> row.key()).containsExactly(KEY);
  }

  @Test
  void a_directory_in_use_is_refused_in_a_sentence() {
    assertThatThrownBy(this::open)
        .isInstanceOf(TableNotOpened.class)
        .hasMessage(
            "the data in "
                + directory
                + " is in use by another Tollgate; stop that one, or name another directory with"
                + " --data");
  }

  @Test
  void a_closed_table_writes_nothing_and_says_so() {
    table.close();
    assertThat(table.write(new Write.Put(KEY, Item.EMPTY, ALWAYS)))
        .isEqualTo(new Answer.Unknown("the table is closed"));
    assertThat(table.transact(List.of(new Write.Delete(KEY, ALWAYS))))
        .isEqualTo(new Verdict.Unknown("the table is closed"));
    assertThatThrownBy(() -> table.get(KEY)).isInstanceOf(StoreUnavailable.class);
    assertThatThrownBy(() -> table.query(Query.all("P"))).isInstanceOf(StoreUnavailable.class);
    table.close();
  }

  @Test
  void a_table_that_waits_for_the_disk_answers_the_same(@TempDir Path other) {
    try (var patient =
        RocksTable.open(other, Durability.SURVIVES_POWER_LOSS, InstantSource.system())) {
      assertThat(patient.write(new Write.Put(KEY, Item.EMPTY, ALWAYS)))
          .isInstanceOf(Answer.Applied.class);
      assertThat(patient.get(KEY).item()).contains(Item.EMPTY);
    }
  }

  @Test
  void a_directory_that_could_not_be_opened_is_free_again() throws IOException {
    table.close();
    Path current = directory.resolve("table").resolve("CURRENT");
    byte[] bytes = Files.readAllBytes(current);
    Files.writeString(current, "nonsense\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(TableNotOpened.class)
        .hasMessageContaining("cannot be opened");
    Files.write(current, bytes);
    open();
  }

  @Test
  void where_there_is_no_library_for_the_system_a_sentence_names_the_table_in_memory() {
    assertThatThrownBy(() ->
            NativeLibrary.load(
                directory,
                path -> {
                  throw new UnsatisfiedLinkError("librocksdbjni was not found");
                }))
        .isInstanceOf(TableNotOpened.class)
        .hasMessageContaining("run with --memory")
        .hasMessageContaining(System.getProperty("os.arch"));
  }
}
