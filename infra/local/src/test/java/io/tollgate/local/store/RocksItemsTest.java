package io.tollgate.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Place;
import io.tollgate.table.Table;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.RocksDBException;

class RocksItemsTest {
  private static final Key KEY = new Key("S#m#ada", "A");

  @TempDir private Path directory;
  private RocksFiles files;
  private RocksItems items;

  @BeforeEach
  void open() throws RocksDBException {
    NativeLibrary.loadInto(directory);
    files = new RocksFiles(directory.resolve("table"), Durability.SURVIVES_KILL);
    items = new RocksItems(files);
  }

  @AfterEach
  void close() throws RocksDBException {
    files.close();
  }

  @Test
  void what_a_group_replaced_is_found_however_much_it_was() {
    for (int i = 0; i < 10_000; i++) {
      items.replace(key(i), Place.FREE, item(i));
    }
    for (int i = 0; i < 10_000; i++) {
      assertThat(items.find(key(i))).isEqualTo(item(i));
    }
    assertThat(items.range("P", "", "", 10)).isEmpty();
  }

  @Test
  void what_several_of_a_group_changed_stands_as_the_last_one_left_it() throws RocksDBException {
    items.replace(KEY, Place.FREE, listed("m"));
    items.replace(KEY, listed("m"), listed("a"));
    items.flush();
    assertThat(new RocksItems(files).find(KEY)).isEqualTo(listed("a"));
    assertThat(items.listed("m", "", 10)).isEmpty();
    assertThat(items.listed("a", "", 10)).containsExactly(KEY);
  }

  @Test
  void what_a_group_made_and_removed_leaves_nothing() throws RocksDBException {
    items.replace(KEY, Place.FREE, listed("m"));
    items.replace(KEY, listed("m"), Place.FREE);
    items.flush();
    assertThat(new RocksItems(files).find(KEY)).isEqualTo(Place.FREE);
    assertThat(items.listed("m", "", 10)).isEmpty();
  }

  @Test
  void what_is_forgotten_was_never_there() throws RocksDBException {
    items.replace(KEY, Place.FREE, item(1));
    items.flush();
    items.replace(KEY, item(1), item(2));
    items.forget();
    assertThat(items.find(KEY)).isEqualTo(item(1));
  }

  private static Key key(int i) {
    return new Key("P", "s" + i);
  }

  private static Place item(int n) {
    return Place.of(Item.builder().set("n", n).build());
  }

  private static Place listed(String text) {
    return Place.of(Item.builder().set(Table.LISTED_BY, text).build());
  }
}
