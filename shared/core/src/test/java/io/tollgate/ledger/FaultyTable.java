package io.tollgate.ledger;

import io.tollgate.attribution.Scope;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A table behind a line on which a test cuts, delays or refuses single writes.
final class FaultyTable extends DelegatingTable {
  /// What happens to one write.
  enum Fault {
    /// It never arrives, and no answer comes.
    LOST,
    /// It is applied, and no answer comes.
    UNANSWERED,
    /// No answer comes; it arrives when the test says so.
    DELAYED,
    /// The store is too busy, for certain.
    BUSY
  }

  private final List<Expected> expected = new ArrayList<>();
  private final Deque<Runnable> delayed = new ArrayDeque<>();
  private Runnable meanwhile = () -> {};
  private int writes;

  private record Expected(Predicate<Write> write, Fault fault) {}

  FaultyTable(Table table) {
    super(table);
  }

  /// The next write of this kind meets this fault; several faults are met in order.
  FaultyTable next(Predicate<Write> write, Fault fault) {
    expected.add(new Expected(write, fault));
    return this;
  }

  /// What others do before the next write that goes unanswered is given up.
  void meanwhile(Runnable meanwhile) {
    this.meanwhile = meanwhile;
  }

  static Predicate<Write> reserveOn(Scope scope) {
    return write -> isOn(scope, write) && names(write, Account.LAST);
  }

  static Predicate<Write> releaseOn(Scope scope) {
    return write -> isOn(scope, write) && !names(write, Account.LAST);
  }

  static Predicate<Write> record() {
    return Write.Put.class::isInstance;
  }

  private static boolean isOn(Scope scope, Write write) {
    return write.key().equals(Account.key(scope));
  }

  private static boolean names(Write write, String attribute) {
    return write instanceof Write.Update update
        && update.actions().stream().anyMatch(action -> action.attribute().equals(attribute));
  }

  /// Everything that was delayed arrives, in order.
  void deliver() {
    while (!delayed.isEmpty()) {
      delayed.removeFirst().run();
    }
  }

  int writes() {
    return writes;
  }

  @Override
  public Answer write(Write write) {
    writes++;
    Optional<Expected> fault = expected.stream().filter(one -> one.write().test(write)).findFirst();
    if (fault.isEmpty()) {
      return table.write(write);
    }
    expected.remove(fault.get());
    return switch (fault.get().fault()) {
      case LOST -> new Answer.Unknown("lost");
      case UNANSWERED -> {
        table.write(write);
        meanwhile.run();
        yield new Answer.Unknown("unanswered");
      }
      case DELAYED -> {
        delayed.add(() -> table.write(write));
        yield new Answer.Unknown("delayed");
      }
      case BUSY -> new Answer.NotApplied("busy");
    };
  }
}
