package io.tollgate.table;

/// A strong read of one partition in the order of its sort keys.
///
/// @param pk the partition
/// @param prefix of the sort keys; empty for all
/// @param after the sort key behind which to start, itself with the prefix; empty for the beginning
/// @param filter applied by the store after reading, so it cannot ask whether there is an item; a
///   page may thus be empty and still have a next one
/// @param limit the most items to read (before the filter) for one page, 1 to 1,000
public record Query(String pk, String prefix, String after, Condition filter, int limit) {
  public static final int LARGEST_PAGE = 1_000;

  public Query {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw new IllegalArgumentException(
          "a page of " + limit + " items; ask for 1 to " + LARGEST_PAGE);
    }
  }

  public static Query all(String pk) {
    return new Query(pk, "", "", Condition.ALWAYS, LARGEST_PAGE);
  }

  public Query from(String sortKey) {
    return new Query(pk, prefix, sortKey, filter, limit);
  }
}
