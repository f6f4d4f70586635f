package io.tollgate.policy;

import io.tollgate.key.Head;
import io.tollgate.ledger.Alarms;
import io.tollgate.table.Answer;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Duration;

/// Notes every model that made a call cost more than its bound, where all processes look every five
/// seconds: from then on its calls are bounded by its longest answer. Safe for concurrent calls.
///
/// Why the bound was too low is not asked. If it was not the output cap, the larger bound does no
/// harm but to hold more. What goes through here is told on as it is.
public final class UncappedModels implements Alarms {
  /// Each name is some 50 bytes of an item that is read by everybody, all the time. Behind so many,
  /// a whole provider is noted at a time; first violations at one moment may pass it by their
  /// number.
  static final int MOST = 32;

  private static final int TRIES = 4;
  private static final Duration ONE_TRY = Duration.ofMillis(300);

  private final Table table;
  private final Table once;
  private final Book book;
  private final Alarms next;

  /// @param book of this process; a model that it names already is not written again
  public UncappedModels(Table table, Book book, Alarms next) {
    this.table = table;
    this.once = table.once(ONE_TRY);
    this.book = book;
    this.next = next;
  }

  @Override
  public void raise(Alarm alarm) {
    next.raise(alarm);
    if (alarm instanceof Alarm.BoundViolation broken && isTrusted(broken) && !isNoted(broken)) {
      next.raise(new Alarm.CapStillTrusted(broken.rid(), broken.provider(), broken.model()));
    }
  }

  private boolean isTrusted(Alarm.BoundViolation broken) {
    String name = broken.provider() + "/" + broken.model();
    return !book.head().isUncapped(broken.provider(), broken.model())
        && CapPromise.of(book.current(), name).orElse(true);
  }

  /// Each try may be sent again: its condition refuses what was applied already.
  private boolean isNoted(Alarm.BoundViolation broken) {
    for (int i = 0; i < TRIES; i++) {
      if (tryToNote(broken)) {
        return true;
      }
    }
    return false;
  }

  private boolean tryToNote(Alarm.BoundViolation broken) {
    try {
      Head head = Head.read(table);
      if (head.isUncapped(broken.provider(), broken.model())) {
        return true;
      }
      String name =
          head.uncapped().size() < MOST
              ? broken.provider() + "/" + broken.model()
              : Head.allOf(broken.provider());
      Write write = Head.uncap(name, broken.rid().toString());
      return switch (once.write(write)) {
        case Answer.Applied applied -> true;
        case Answer.Refused refused -> true;
        case Answer.NotApplied not -> false;
        case Answer.Unknown unknown -> false;
      };
    } catch (StoreUnavailable e) {
      return false;
    }
  }
}
