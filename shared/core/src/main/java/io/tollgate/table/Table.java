package io.tollgate.table;

import java.time.Duration;
import java.util.List;

/// The one table, as DynamoDB defines it: conditional writes of one item, transactions, strong
/// reads.
///
/// Safe for concurrent calls. Writes never throw for what the store or the network did (they say so
/// in their answer), only {@link InvalidWrite} for what we did. Reads throw {@link
/// StoreUnavailable}.
public interface Table {
  /// The name of the attribute that the sparse index lists items by.
  String LISTED_BY = "scope";

  /// The most writes in one transaction.
  int LARGEST_TRANSACTION = 100;

  /// Writes one item if its condition holds. The answer shows the item after the write, or as it
  /// was when refused.
  Answer write(Write write);

  /// Writes all or nothing; no two writes may name the same item.
  ///
  /// @param writes 1 to {@value #LARGEST_TRANSACTION}
  Verdict transact(List<Write> writes);

  /// A strong read of one item.
  Reading get(Key key);

  /// A strong read of a part of a partition.
  Page query(Query query);

  /// The keys of all items whose attribute {@value #LISTED_BY} has this text, in no promised order,
  /// eventually consistent.
  ///
  /// @param after {@link Page#next} of the page before; empty for the first
  Page listed(String text, String after);

  /// The same table, each of whose writes reaches the store at most once and is given up after this
  /// long.
  Table once(Duration limit);
}
