package io.tollgate.key;

import java.util.List;
import java.util.Optional;

/// Where virtual keys are kept, found by the hash of their secret. Safe for concurrent calls.
///
/// Every change also counts in the {@link Head}, in the same transaction, so that no process goes
/// on believing what it remembers of keys for longer than the head's age. Each method throws {@link
/// io.tollgate.table.StoreUnavailable} if the store does not answer, or answers too often that
/// something stood in the way.
public interface KeyStore {
  /// The key whose secret has that hash, by a strong read; empty if there is none.
  Optional<VirtualKey> find(KeyHash hash);

  /// The key of that id, by a strong read; empty if there is none.
  Optional<VirtualKey> get(String id);

  /// All keys, by id.
  List<VirtualKey> list();

  /// Stores a new key, if nothing stands under its hash and under its id
  /// (`attribute_not_exists(pk)`, both). Repeating it changes nothing.
  ///
  /// @throws IllegalStateException if another key has the id or the hash
  void create(VirtualKey key, KeyHash hash);

  /// Stores what changed in a key, if it still stands as it was read (`key = :before`), so that of
  /// two who change one key at once neither undoes the other. Repeating it changes nothing.
  ///
  /// @return whether the key stands as `after` now; if not, it was changed or deleted meanwhile
  boolean replace(VirtualKey before, VirtualKey after);

  /// Deletes a key; its id is never used again.
  ///
  /// @return whether there was such a key
  boolean delete(String id);
}
