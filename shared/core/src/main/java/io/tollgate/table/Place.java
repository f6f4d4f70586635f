package io.tollgate.table;

import java.util.Optional;

/// What stands at a key: an item, perhaps without attributes, or nothing.
///
/// @param taken whether an item stands there
/// @param item the item; empty where nothing stands
public record Place(boolean taken, Item item) {
  public static final Place FREE = new Place(false, Item.EMPTY);

  public static Place of(Item item) {
    return new Place(true, item);
  }

  public Optional<Item> asOptional() {
    return taken ? Optional.of(item) : Optional.empty();
  }
}
