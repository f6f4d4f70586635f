package io.tollgate.prove;

import io.tollgate.table.Answer;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.util.List;

/// The store itself: every write that is applied is put into the story and held against the laws,
/// before anything else happens.
final class Store {
  private final EmbeddedTable table;
  private final Story story;
  private final Laws laws;

  Store(World world, Story story, Laws laws) {
    this.table = new EmbeddedTable(world);
    this.story = story;
    this.laws = laws;
    laws.look(this::item);
  }

  Answer write(String who, Write write) {
    Answer answer = table.write(write);
    story.wrote(who, write, answer);
    if (answer instanceof Answer.Applied) {
      laws.hold(List.of(write));
    }
    return answer;
  }

  Verdict transact(String who, List<Write> writes) {
    Verdict verdict = table.transact(writes);
    story.wrote(who, writes, verdict);
    if (verdict instanceof Verdict.Committed) {
      laws.hold(writes);
    }
    return verdict;
  }

  Reading get(Key key) {
    return table.get(key);
  }

  Page query(Query query) {
    return table.query(query);
  }

  Page listed(String text, String after) {
    return table.listed(text, after);
  }

  Item item(Key key) {
    return table.get(key).orEmpty();
  }
}
