package io.tollgate.table;

import java.util.List;

/// Where an embedded table keeps its items: the small port beneath {@link TableEngine}. One caller
/// at a time.
public interface ItemStore {
  /// What stands at a key, with everything that was replaced before.
  Place find(Key key);

  /// Puts another item, or nothing, where something or nothing stood.
  ///
  /// @param before what {@link #find} said
  void replace(Key key, Place before, Place after);

  /// A run of a partition, in the order of the sort keys' UTF-8 bytes.
  ///
  /// @param after an excluded beginning; empty for the first
  /// @param most how many rows at most
  List<Row> range(String pk, String prefix, String after, int most);

  /// Keys of items whose attribute {@value Table#LISTED_BY} has this text, in an order that stays.
  ///
  /// @param after what {@link TableEngine#token} makes of the last key of the run before; empty for
  ///   the first
  /// @param most how many at most
  List<Key> listed(String text, String after, int most);
}
