package io.tollgate.aggregator;

import io.tollgate.aws.log.Log;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.JournalItem;
import io.tollgate.ledger.RequestId;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Keeps refused calls among the journal items, where `/requests/{id}` finds them. They hold
/// nothing and are charged nothing.
///
/// A runaway key is refused thousands of times; beyond a rate its refusals are only counted, in a
/// line for operators. Safe for concurrent use.
final class RefusalLog {
  /// Of one key by one policy in one minute and process: enough to see every refusal of a burst,
  /// too few to make writing them a load.
  static final int MOST_A_MINUTE = 1_000;

  private final Table table;
  private final Fan fan;
  private final Log log;
  private final Map<Refuser, Integer> counts = new HashMap<>();
  private long minute;

  /// Who refused whom.
  private record Refuser(String key, String code, String policy) {}

  RefusalLog(Table table, Fan fan, Log log) {
    this.table = table;
    this.fan = fan;
    this.log = log;
  }

  /// The request that was refused; empty if its id is none of ours.
  static Optional<RequestId> address(UsageEvent.Refused refused) {
    return RequestId.parse(refused.request());
  }

  /// Whether a refusal is to be written; if not, it has been counted.
  private synchronized boolean isToBeKept(UsageEvent.Refused refused) {
    var refuser = new Refuser(refused.attribution().key(), refused.code(), refused.policy());
    return counts.merge(refuser, 1, Integer::sum) <= MOST_A_MINUTE;
  }

  private synchronized void turnTo(long current) {
    if (current != minute) {
      tellWhatWasDropped();
      counts.clear();
      minute = current;
    }
  }

  private void tellWhatWasDropped() {
    counts.forEach((refuser, count) -> {
      if (count > MOST_A_MINUTE) {
        log.line(
            Log.Level.WARN,
            "refusals_not_kept",
            Map.of(
                "key", refuser.key(),
                "code", refuser.code(),
                "policy", refuser.policy(),
                "refusals", count - MOST_A_MINUTE));
      }
    });
  }

  /// Writes refusals, each at most once however often its message comes.
  ///
  /// @param refusals all with an {@link #address}
  /// @param now the store's time
  /// @return for each, in order, whether it is done with
  List<Boolean> keep(List<UsageEvent.Refused> refusals, Instant now) {
    turnTo(now.getEpochSecond() / 60);
    return fan.all(
        refusals.stream()
            .<Supplier<Boolean>>map(refused -> () -> !isToBeKept(refused) || isWritten(refused))
            .toList());
  }

  private boolean isWritten(UsageEvent.Refused refused) {
    Key key = address(refused).orElseThrow().refusal();
    var item = JournalItem.refused(EventJson.story(refused), refused.at());
    return switch (table.write(new Write.Put(key, item, new Condition.NoItem()))) {
      case Answer.Applied applied -> true;
      case Answer.Refused duplicate -> true;
      case Answer.NotApplied busy -> false;
      case Answer.Unknown silent -> false;
    };
  }
}
