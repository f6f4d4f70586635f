package io.tollgate.table;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/// All items in memory. Journal items come by the million and are seldom looked at again, so what
/// is not in use rests as bytes.
final class MemoryItems implements ItemStore {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::pk, Utf8::compare).thenComparing(Key::sk, Utf8::compare);

  // The accounts of a busy minute and the journal items of its calls in flight.
  private static final int HOT = 512;

  private final Map<String, Partition> partitions = new HashMap<>();
  private final Map<String, NavigableSet<Key>> index = new HashMap<>();
  private final ItemCodec codec = new ItemCodec(new Words());
  private final HotCells hot = new HotCells(HOT, codec);

  @Override
  public Place find(Key key) {
    Cell cell = hot.find(key);
    if (cell == null) {
      Partition partition = partitions.get(key.pk());
      cell = partition == null ? null : partition.find(utf8(key.sk()));
    }
    return cell == null ? Place.FREE : Place.of(cell.item(codec));
  }

  @Override
  public void replace(Key key, Place before, Place after) {
    if (after.taken()) {
      put(key, after.item());
    } else if (before.taken()) {
      remove(key);
    }
    list(key, before.item(), after.item());
  }

  private void put(Key key, Item item) {
    if (!hot.write(key, item)) {
      Cell cell = partitions.computeIfAbsent(key.pk(), pk -> new Partition()).place(utf8(key.sk()));
      cell.become(item);
      hot.add(key, cell);
    }
  }

  private void remove(Key key) {
    hot.remove(key);
    Partition partition = partitions.get(key.pk());
    if (partition == null) {
      return;
    }
    partition.remove(utf8(key.sk()));
    if (partition.isEmpty()) {
      partitions.remove(key.pk());
    }
  }

  private void list(Key key, Item before, Item after) {
    if (before.find(Table.LISTED_BY) == after.find(Table.LISTED_BY)) {
      return;
    }
    Optional<String> old = before.text(Table.LISTED_BY);
    Optional<String> now = after.text(Table.LISTED_BY);
    if (old.equals(now)) {
      return;
    }
    old.ifPresent(text -> index.getOrDefault(text, new TreeSet<>(ORDER)).remove(key));
    now.ifPresent(text -> index.computeIfAbsent(text, any -> new TreeSet<>(ORDER)).add(key));
  }

  @Override
  public List<Row> range(String pk, String prefix, String after, int most) {
    Partition partition = partitions.get(pk);
    if (partition == null) {
      return List.of();
    }
    // The next text in the order of bytes is the same text with a zero behind it.
    String start = Utf8.compare(after, prefix) >= 0 && !after.isEmpty() ? after + "\0" : prefix;
    byte[] wanted = utf8(prefix);
    var rows = new ArrayList<Row>();
    partition.walk(
        utf8(start),
        cell -> {
          if (!cell.startsWith(wanted)) {
            return false;
          }
          rows.add(new Row(new Key(pk, cell.sk()), cell.item(codec)));
          return rows.size() < most;
        });
    return rows;
  }

  @Override
  public List<Key> listed(String text, String after, int most) {
    NavigableSet<Key> keys = index.getOrDefault(text, new TreeSet<>(ORDER));
    NavigableSet<Key> rest = after.isEmpty() ? keys : keys.tailSet(TableEngine.key(after), false);
    return rest.stream().limit(most).toList();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
