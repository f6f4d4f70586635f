package io.tollgate.prove;

import io.tollgate.alert.AlertOutbox;
import io.tollgate.ledger.Account;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Thresholds;
import io.tollgate.money.Usd;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What must be true of the thresholds that are raised.
final class AlertLaws {
  private final Known known;
  private final Map<Key, Long> raised = new HashMap<>();

  AlertLaws(Known known) {
    this.known = known;
  }

  /// Nothing is raised twice, nor what spending never came to.
  void raised(Key key) {
    known.counts.thresholds++;
    Item item = known.store.apply(key);
    long passed = item.num("passed").asLong();
    Long before = raised.put(key, passed);
    if (before != null && passed <= before) {
      throw Laws.broken("I9: " + key + " went from " + before + " to " + passed, key.pk());
    }
    String account = "S" + key.pk().substring(1);
    String window = key.sk().substring(0, key.sk().indexOf('#'));
    long peak = known.books(account).window(window).peak;
    if (passed > reached(peak, new Usd(item.num("limit").exact()))) {
      throw Laws.broken(
          "I9: " + passed + " % of " + item + " was raised, charged were at most " + peak,
          key.pk(),
          account);
    }
  }

  /// I9: at rest `passed` of each limit in force is the largest threshold that spending has come
  /// to, of every account that was looked at since that limit is in force. Spending may have come
  /// to more for a moment, which was seen or not, before a truth lowered it.
  ///
  /// @param looked by account, the buckets since it was looked at: raises may have ended meanwhile,
  ///   so the limit is one of those that were in force. None for an account that nobody had to look
  ///   at
  void rest(Configs.Config config, Function<String, List<Bucket>> looked) {
    List<String> live =
        config.calendar().windows(new Bucket(known.closed + 1, known.minutes)).ids();
    for (Hold hold : config.limits().values()) {
      String pk = Account.key(hold.scope()).pk();
      List<Bucket> since = looked.apply(pk);
      List<Ceiling> ceilings = since.isEmpty() ? List.of() : hold.ceilings();
      for (Ceiling ceiling : ceilings) {
        List<Usd> limits =
            since.stream()
                .map(bucket -> Lift.limit(config.lifts(), hold.scope(), ceiling, bucket))
                .distinct()
                .map(Usd::ofPicos)
                .toList();
        known
            .books(pk)
            .windows
            .forEach((id, window) -> {
              boolean isLive = live.contains(id) && id.charAt(0) == ceiling.period().code();
              if (isLive && limits.stream().noneMatch(limit -> isTold(hold, id, window, limit))) {
                throw Laws.broken(
                    "I9: of %s in %s, limits %s, the wrong share is raised; charged are %d and were %d at most"
                        .formatted(ceiling, id, limits, window.net, window.peak),
                    pk,
                    "A" + pk.substring(1));
              }
            });
      }
    }
  }

  private boolean isTold(Hold hold, String id, Books.Window window, Usd limit) {
    Key key = AlertOutbox.key(hold.scope(), id, limit);
    long passed = known.store.apply(key).num("passed").asLong();
    return passed >= reached(window.net, limit) && passed <= reached(window.peak, limit);
  }

  private static int reached(long spent, Usd limit) {
    return Thresholds.USUAL.reached(Usd.ofPicos(spent), limit);
  }
}
