package io.tollgate.policy;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Remembers what was used recently, at most twice `half` entries. Safe for concurrent calls;
/// reading takes no lock.
///
/// Two generations in the place of a list in order of use: when the young one is full it becomes
/// the old one, and what is asked for again moves over. So what is in use stays, and nothing is
/// written on the way of a warm look-up.
final class Recent<K, V> {
  private final int half;
  private volatile Generations<K, V> generations = new Generations<>();

  private record Generations<K, V>(ConcurrentHashMap<K, V> young, ConcurrentHashMap<K, V> old) {
    private Generations() {
      this(new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private Generations<K, V> next() {
      return new Generations<>(new ConcurrentHashMap<>(), young);
    }
  }

  Recent(int half) {
    this.half = half;
  }

  Optional<V> get(K key) {
    Generations<K, V> now = generations;
    V young = now.young().get(key);
    if (young != null) {
      return Optional.of(young);
    }
    V old = now.old().get(key);
    if (old == null) {
      return Optional.empty();
    }
    put(key, old);
    return Optional.of(old);
  }

  void put(K key, V value) {
    if (generations.young().mappingCount() >= half) {
      turn();
    }
    generations.young().put(key, value);
  }

  private synchronized void turn() {
    if (generations.young().mappingCount() >= half) {
      generations = generations.next();
    }
  }
}
