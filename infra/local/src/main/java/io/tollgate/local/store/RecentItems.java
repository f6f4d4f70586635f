package io.tollgate.local.store;

import io.tollgate.table.Key;
import io.tollgate.table.Place;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What stands at the keys that were used last. Accounts are hot: most reads end here.
final class RecentItems extends LinkedHashMap<Key, Place> {
  private static final long serialVersionUID = 1;
  private static final int MOST = 4_096;
  private static final float USUAL_LOAD = 0.75f;

  RecentItems() {
    super(MOST, USUAL_LOAD, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.@Nullable Entry<Key, Place> eldest) {
    return size() > MOST;
  }
}
