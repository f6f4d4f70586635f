package io.tollgate.local.store;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Verdict.Committed;
import io.tollgate.table.Write;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;

/// A process that moves one from an account to another for ever, from several threads, and says
/// each time how often it was told that a move of this thread is done. Killed by its test.
final class Diligent {
  static final int THREADS = 4;
  static final Key FROM = new Key("S#from", "A");
  private static final int ENOUGH = 1_000_000;

  private Diligent() {}

  static Key to(int thread) {
    return new Key("S#to", "thread " + thread);
  }

  public static void main(String[] args) {
    RocksTable table =
        RocksTable.open(Path.of(args[0]), Durability.SURVIVES_KILL, InstantSource.system());
    for (int i = 0; i < THREADS; i++) {
      int thread = i;
      Thread.ofPlatform().start(() -> move(table, thread));
    }
  }

  private static void move(RocksTable table, int thread) {
    List<Write> move =
        List.of(
            new Write.Update(FROM, List.of(Action.add("n", Num.of(-1))), Condition.ALWAYS),
            new Write.Update(to(thread), List.of(Action.add("n", Num.ONE)), Condition.ALWAYS));
    for (int done = 1; done <= ENOUGH && table.transact(move) instanceof Committed; done++) {
      System.out.println(thread + " " + done);
    }
  }
}
