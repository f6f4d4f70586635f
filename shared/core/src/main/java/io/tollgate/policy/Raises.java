package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The raises of one version of the configuration. Immutable.
///
/// Each counts from the policy's own limit, never from another raise, and the one that gives most
/// decides. So whoever raises twice because an answer was lost has raised once.
public final class Raises {
  static final Raises NONE = new Raises(List.of());

  /// With names and reasons as long as they may be they take about 100 KB of the item that they
  /// stand in, beside 300 KB of text.
  static final int MOST = 50;

  /// Longer than a month: why a limit was passed can be read from the version in force until the
  /// month's books are closed.
  static final Duration REMEMBERED = Duration.ofDays(40);

  private final List<Raise> all;
  private final Map<String, List<Raise>> byPolicy = new HashMap<>();

  Raises(List<Raise> all) {
    this.all = List.copyOf(all);
    for (Raise raise : all) {
      byPolicy.computeIfAbsent(raise.policy(), any -> new ArrayList<>()).add(raise);
    }
  }

  /// In the order in which they were made, the ended ones too.
  public List<Raise> all() {
    return all;
  }

  /// What the next version keeps: all but those that ended long ago.
  Raises keptAt(Instant now) {
    return new Raises(
        all.stream().filter(raise -> raise.until().plus(REMEMBERED).isAfter(now)).toList());
  }

  /// These and one more; empty if as many as there may be have not ended yet. Ended ones make room,
  /// the longest ended first.
  Optional<Raises> with(Raise raise, Instant now) {
    List<Raise> kept = new ArrayList<>(keptAt(now).all);
    while (kept.size() >= MOST) {
      Raise oldest = kept.stream().min(Comparator.comparing(Raise::until)).orElseThrow();
      if (oldest.until().isAfter(now)) {
        return Optional.empty();
      }
      kept.remove(oldest);
    }
    kept.add(raise);
    return Optional.of(new Raises(kept));
  }

  /// What an account is asked in a bucket, given what the policies alone would ask.
  ///
  /// @param name of the scope's owner for people; of a virtual key its name
  Hold on(Hold hold, String name, Bucket bucket) {
    if (!isAboutAny(hold.ceilings())) {
      return hold;
    }
    List<Ceiling> ceilings = new ArrayList<>();
    for (Ceiling ceiling : hold.ceilings()) {
      ceilings.add(
          on(ceiling, hold.scope(), name, bucket)
              .map(raised -> ceiling.limitedTo(raised.limit()))
              .orElse(ceiling));
    }
    return hold.under(ceilings);
  }

  private boolean isAboutAny(List<Ceiling> ceilings) {
    if (byPolicy.isEmpty()) {
      return false;
    }
    for (Ceiling ceiling : ceilings) {
      if (byPolicy.containsKey(ceiling.policy())) {
        return true;
      }
    }
    return false;
  }

  /// How one limit is raised in a bucket; empty if it is not.
  Optional<RaisedLimit> on(Ceiling ceiling, Scope scope, String name, Bucket bucket) {
    Usd own = ceiling.limit();
    return byPolicy.getOrDefault(ceiling.policy(), List.of()).stream()
        .filter(raise -> raise.isInForce(bucket) && raise.speaksOf(scope, name))
        .map(raise -> new RaisedLimit(raise.size().on(own), own, raise))
        .filter(raised -> raised.limit().compareTo(own) > 0)
        .max(Comparator.comparing(RaisedLimit::limit).thenComparing(raised -> raised.by().until()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Raises raises && raises.all.equals(all);
  }

  @Override
  public int hashCode() {
    return all.hashCode();
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
