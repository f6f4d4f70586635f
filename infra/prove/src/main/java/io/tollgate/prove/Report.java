package io.tollgate.prove;

/// What the proof is worth: how much went wrong in how many worlds. Nothing was overspent, else
/// there would be a story instead.
///
/// @param text a table for people
/// @param calls how many calls asked
/// @param dispatched how many went to the provider
/// @param thresholds how many were raised
public record Report(String text, long calls, long dispatched, long thresholds, int seeds) {
  static Report of(Counts counts, long nanos) {
    String text =
        """
        worlds            %12d   in %.1f s
        calls             %12d   admitted %d, denied %d, unavailable %d, told to ask again %d
        sent to providers %12d   held back at the fence %d
        writes applied    %12d   unanswered %d (late %d), conflicts %d
        crashes           %12d   freezes %d, clocks that went wrong %d
        messages          %12d   lost, doubled or delayed %d
        buckets closed    %12d   folds %d, windows dropped %d
        charged at bound  %12d   corrected by a late truth %d
        thresholds raised %12d
        over budget       %12d   of them kept out by a leak that heals %d
        by raised limits  %12d
        suspended         %12d   caps lowered %d, sent to a cheaper model %d
        repeats refused   %12d   let through, as the first was not served %d
        loops broken      %12d
        passed uncounted  %12d   charged %d
        caps broken       %12d   models noted %d
        overspent         %12s   what passed uncounted and what lies beyond broken caps aside
        """
            .formatted(
                counts.seeds,
                nanos / 1e9,
                counts.calls,
                counts.admitted,
                counts.denied,
                counts.unavailable,
                counts.again,
                counts.dispatched,
                counts.fenced,
                counts.writes,
                counts.unanswered,
                counts.late,
                counts.conflicts,
                counts.crashes,
                counts.freezes,
                counts.clockFaults,
                counts.messages,
                counts.messageFaults,
                counts.closed,
                counts.folds,
                counts.drops,
                counts.bounds,
                counts.lateTruths,
                counts.thresholds,
                counts.overBudget,
                counts.blockedByLeaks,
                counts.raised,
                counts.suspended,
                counts.clamped,
                counts.degraded,
                counts.repeatsRefused,
                counts.repeatsLetThrough,
                counts.loops,
                counts.uncounted,
                counts.uncountedCharged,
                counts.capsBroken,
                counts.modelsNoted,
                "$0");
    return new Report(text, counts.calls, counts.dispatched, counts.thresholds, counts.seeds);
  }
}
