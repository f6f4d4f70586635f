package io.tollgate.policy;

import io.tollgate.key.KeyHash;
import io.tollgate.key.VirtualKey;
import java.util.Optional;
import java.util.function.Function;

/// The keys that a process remembers while the head's count of key changes stands still. Safe for
/// concurrent calls.
///
/// What was read before a change may be put in only after it: so a change makes a new cache, and
/// never empties this one.
final class KeyCache {
  /// A key takes about 500 bytes here.
  private static final int KNOWN = 10_000;

  /// Unknown ones are kept apart, so that whoever guesses cannot push out the keys that are in use.
  private static final int UNKNOWN = 2_000;

  private final Recent<KeyHash, VirtualKey> known = new Recent<>(KNOWN);
  private final Recent<KeyHash, Boolean> unknown = new Recent<>(UNKNOWN);
  private final Recent<String, String> names = new Recent<>(KNOWN);

  Optional<VirtualKey> find(KeyHash hash, Function<KeyHash, Optional<VirtualKey>> store) {
    Optional<VirtualKey> remembered = known.get(hash);
    if (remembered.isPresent() || unknown.get(hash).isPresent()) {
      return remembered;
    }
    Optional<VirtualKey> found = store.apply(hash);
    found.ifPresentOrElse(key -> known.put(hash, key), () -> unknown.put(hash, true));
    return found;
  }

  /// The name of the key of that id; the id itself, if there is no such key.
  String name(String id, Function<String, Optional<VirtualKey>> store) {
    Optional<String> remembered = names.get(id);
    if (remembered.isPresent()) {
      return remembered.get();
    }
    String name = store.apply(id).map(VirtualKey::name).orElse(id);
    names.put(id, name);
    return name;
  }
}
