package io.tollgate.aws.dynamodb;

import io.tollgate.table.Answer;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Row;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.util.ArrayList;
import java.util.List;

/// One call of a random story that two tables are told.
sealed interface Step {
  record One(Write write) implements Step {}

  record Transaction(List<Write> writes) implements Step {}

  record Ask(Query query) implements Step {}

  record Look(Key key) implements Step {}

  /// What this step does in the partitions of one story, without the time: an answer, what is
  /// there, or the class of an error.
  default Object tell(Table table, String story) {
    try {
      return switch (this) {
        case One(var write) -> withoutTime(table.write(moved(write, story)));
        case Transaction(var writes) ->
            withoutTime(table.transact(writes.stream().map(write -> moved(write, story)).toList()));
        case Ask(var query) -> pages(table, moved(query, story));
        case Look(var key) -> table.get(moved(key, story)).item();
      };
    } catch (InvalidWrite defect) {
      return InvalidWrite.class;
    }
  }

  private static Object withoutTime(Answer answer) {
    return switch (answer) {
      case Answer.Applied(var item, var _) -> new Answer.Applied(item, Answer.NO_TIME);
      case Answer.Refused(var item, var _) -> new Answer.Refused(item, Answer.NO_TIME);
      case Answer.NotApplied no -> no;
      case Answer.Unknown unknown -> unknown;
    };
  }

  private static Object withoutTime(Verdict verdict) {
    return verdict instanceof Verdict.Committed ? new Verdict.Committed(Answer.NO_TIME) : verdict;
  }

  /// All pages but for empty ones at the end: DynamoDB, when it has read as much as it was asked
  /// to, does not look whether there is more.
  private static List<List<Row>> pages(Table table, Query query) {
    var pages = new ArrayList<List<Row>>();
    Page page = table.query(query);
    pages.add(page.rows());
    while (page.next().isPresent()) {
      page = table.query(query.from(page.next().get()));
      pages.add(page.rows());
    }
    while (!pages.isEmpty() && pages.getLast().isEmpty()) {
      pages.removeLast();
    }
    return pages;
  }

  private static Key moved(Key key, String story) {
    return key.pk().isEmpty() ? key : new Key(story + key.pk(), key.sk());
  }

  private static Query moved(Query query, String story) {
    return new Query(
        story + query.pk(), query.prefix(), query.after(), query.filter(), query.limit());
  }

  private static Write moved(Write write, String story) {
    var key = moved(write.key(), story);
    return switch (write) {
      case Write.Put(var _, var item, var condition) -> new Write.Put(key, item, condition);
      case Write.Update(var _, var actions, var condition) ->
          new Write.Update(key, actions, condition);
      case Write.Delete(var _, var condition) -> new Write.Delete(key, condition);
    };
  }
}
