package io.tollgate.local.store;

import io.tollgate.table.Item;
import io.tollgate.table.ItemCodec;
import io.tollgate.table.Key;
import io.tollgate.table.Lexicon;
import io.tollgate.table.Place;
import io.tollgate.table.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;

/// What a group of callers has replaced and no file has yet. An account that all of them changed is
/// written once, as the last one left it.
final class Replacements {
  private static final byte[] NOTHING = new byte[0];

  /// @param before what the file says
  private record Change(Place before, Place after) {}

  private final Map<Key, Change> changes = new HashMap<>();
  private final ItemCodec codec = new ItemCodec(Lexicon.NONE);

  void add(Key key, Place before, Place after) {
    changes.merge(
        key, new Change(before, after), (first, last) -> new Change(first.before(), last.after()));
  }

  Optional<Place> find(Key key) {
    return Optional.ofNullable(changes.get(key)).map(Change::after);
  }

  boolean isEmpty() {
    return changes.isEmpty();
  }

  void writeTo(WriteBatch batch) throws RocksDBException {
    for (Map.Entry<Key, Change> entry : changes.entrySet()) {
      write(entry.getKey(), entry.getValue(), batch);
    }
  }

  private void write(Key key, Change change, WriteBatch batch) throws RocksDBException {
    if (change.after().taken()) {
      batch.put(RocksKeys.item(key), codec.encode(change.after().item()));
    } else if (change.before().taken()) {
      batch.delete(RocksKeys.item(key));
    }
    list(key, change.before().item(), change.after().item(), batch);
  }

  private static void list(Key key, Item before, Item after, WriteBatch batch)
      throws RocksDBException {
    Optional<String> old = before.text(Table.LISTED_BY);
    Optional<String> now = after.text(Table.LISTED_BY);
    if (old.equals(now)) {
      return;
    }
    if (old.isPresent()) {
      batch.delete(RocksKeys.listed(old.get(), key));
    }
    if (now.isPresent()) {
      batch.put(RocksKeys.listed(now.get(), key), NOTHING);
    }
  }

  void rememberIn(Map<Key, Place> recent) {
    changes.forEach((key, change) -> recent.put(key, change.after()));
  }

  void clear() {
    changes.clear();
  }
}
