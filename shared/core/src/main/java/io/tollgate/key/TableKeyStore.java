package io.tollgate.key;

import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Keys in the one table. The spelling is frozen.
///
/// Each key stands twice: `K#<hash>`/`K` for whoever calls, `K`/`<id>` for whoever lists; both hold
/// the key as JSON in `key`, the second also its `hash`.
public final class TableKeyStore implements KeyStore {
  private static final String LIST = "K";
  private static final String JSON = "key";
  private static final String HASH = "hash";

  /// Changes of keys are rare, so what stands in the way is gone after a few tries.
  private static final int TRIES = 8;

  private final Table table;

  public TableKeyStore(Table table) {
    this.table = table;
  }

  private static Key byHash(KeyHash hash) {
    return new Key("K#" + hash.hex(), "K");
  }

  private static Key byId(String id) {
    return new Key(LIST, id);
  }

  @Override
  public Optional<VirtualKey> find(KeyHash hash) {
    return table.get(byHash(hash)).item().map(TableKeyStore::key);
  }

  @Override
  public Optional<VirtualKey> get(String id) {
    // Asked for by whoever writes a URL; the store takes no empty key.
    return id.isEmpty() ? Optional.empty() : table.get(byId(id)).item().map(TableKeyStore::key);
  }

  private static VirtualKey key(Item item) {
    return KeyJson.read(item.text(JSON).orElse(""));
  }

  @Override
  public List<VirtualKey> list() {
    List<VirtualKey> keys = new ArrayList<>();
    Query query = Query.all(LIST);
    while (true) {
      Page page = table.query(query);
      for (Row row : page.rows()) {
        keys.add(key(row.item()));
      }
      if (page.next().isEmpty()) {
        return List.copyOf(keys);
      }
      query = query.from(page.next().get());
    }
  }

  @Override
  public void create(VirtualKey key, KeyHash hash) {
    if (!commit(both(key, hash, new Condition.NoItem())) && !isStored(key, hash)) {
      throw new IllegalStateException("another key has the id or the hash of " + key);
    }
  }

  // A repeat after an answer that was lost is refused by what it wrote itself.
  private boolean isStored(VirtualKey key, KeyHash hash) {
    return find(hash).equals(Optional.of(key)) && get(key.id()).equals(Optional.of(key));
  }

  @Override
  public boolean replace(VirtualKey before, VirtualKey after) {
    Optional<KeyHash> hash = hashOf(before.id());
    if (hash.isEmpty()) {
      return false;
    }
    Condition standing = Condition.is(JSON, KeyJson.write(before));
    return commit(both(after, hash.get(), standing)) || isStored(after, hash.get());
  }

  private static List<Write> both(VirtualKey key, KeyHash hash, Condition condition) {
    String json = KeyJson.write(key);
    return List.of(
        new Write.Put(byHash(hash), Item.builder().set(JSON, json).build(), condition),
        new Write.Put(
            byId(key.id()),
            Item.builder().set(JSON, json).set(HASH, hash.hex()).build(),
            condition),
        Head.countKeyChange());
  }

  @Override
  public boolean delete(String id) {
    Optional<KeyHash> hash = hashOf(id);
    if (hash.isEmpty()) {
      return false;
    }
    return commit(
            List.of(
                new Write.Delete(byHash(hash.get()), new Condition.AnItem()),
                new Write.Delete(byId(id), new Condition.AnItem()),
                Head.countKeyChange()))
        // Refused: this call or another deleted it in between. Either way it was there.
        || hashOf(id).isEmpty();
  }

  private Optional<KeyHash> hashOf(String id) {
    if (id.isEmpty()) {
      return Optional.empty();
    }
    return table.get(byId(id)).item().flatMap(item -> item.text(HASH)).map(KeyHash::new);
  }

  /// Whether the conditions held; each write may be sent again.
  private boolean commit(List<Write> writes) {
    String why = "";
    for (int i = 0; i < TRIES; i++) {
      switch (table.transact(writes)) {
        case Verdict.Committed committed -> {
          return true;
        }
        case Verdict.Cancelled cancelled when !cancelled.byConflict() -> {
          return false;
        }
        case Verdict.Cancelled cancelled -> why = "other writes stood in the way";
        case Verdict.Unknown unknown -> why = unknown.why();
      }
    }
    throw new StoreUnavailable(
        "the key could not be changed in " + TRIES + " tries: " + why,
        new IllegalStateException(why));
  }
}
