package io.tollgate.table;

/// A strong read of one partition in the order of its sort keys.
///
/// @param pk the partition
/// @param prefix of the sort keys; empty for all
/// @param after the sort key behind which to start; empty for the beginning
/// @param filter applied by the store after reading; a page may thus be empty and still have a next
///   one
/// @param limit the most items to read (before the filter) for one page, 1 to 1,000
public record Query(String pk, String prefix, String after, Condition filter, int limit) {
  public static final int LARGEST_PAGE = 1_000;

  public static Query all(String pk) {
    return new Query(pk, "", "", Condition.ALWAYS, LARGEST_PAGE);
  }

  public Query from(String sortKey) {
    return new Query(pk, prefix, sortKey, filter, limit);
  }
}
