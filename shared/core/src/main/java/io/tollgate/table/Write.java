package io.tollgate.table;

import java.util.List;

/// One conditional write of one item.
public sealed interface Write {
  Key key();

  Condition condition();

  /// Replaces the whole item, or makes it.
  record Put(Key key, Item item, Condition condition) implements Write {}

  /// Changes attributes of an item; makes the item if there is none and the condition allows it.
  record Update(Key key, List<Action> actions, Condition condition) implements Write {
    public Update {
      actions = List.copyOf(actions);
    }
  }

  /// Removing what is not there succeeds if the condition allows it.
  record Delete(Key key, Condition condition) implements Write {}
}
