package io.tollgate.prove;

import io.tollgate.key.Head;
import io.tollgate.money.Usd;
import io.tollgate.proxy.Admission.Application;
import io.tollgate.spend.Subject;
import java.math.BigInteger;

/// Providers that ignore output caps from some moment of a world on: what their calls cost then,
/// and what a gateway that knows of it counts with.
final class Caps {
  /// The longest answer costs so many times what the longest one within the cap does.
  private static final BigInteger LONGEST = BigInteger.valueOf(4);

  private final World world;
  private final boolean ignored;
  private final long from;
  private final long until;

  /// @param ignored whether any of these providers ever does
  /// @param until when traffic ends, in nanoseconds
  Caps(World world, boolean ignored, long until) {
    this.world = world;
    this.ignored = ignored;
    this.from = world.now();
    this.until = until;
  }

  /// The bound of a call, as the router and the estimator make it: they distrust the caps of a
  /// model that the head names.
  static Usd bound(Subject subject, Head seen, Usd capped) {
    return seen.isUncapped(subject.provider(), subject.model())
        ? new Usd(capped.picos().multiply(LONGEST))
        : capped;
  }

  /// What the bound of a call would be if its cap were honoured.
  static Usd capped(Application call) {
    Subject subject = call.subject();
    return call.seen().isUncapped(subject.provider(), subject.model())
        ? new Usd(call.amount().picos().divide(LONGEST))
        : call.amount();
  }

  /// What a call costs whose answer is as long as it likes: up to three times its bound by the cap;
  /// what it would cost anyway, where caps are honoured.
  long bill(Subject subject, Usd capped, long honoured) {
    if (!isIgnoredBy(subject.provider()) || world.random().nextBoolean()) {
      return honoured;
    }
    long most = capped.picos().longValueExact();
    return most + world.random().nextLong(2 * most) + 1;
  }

  /// One begins after a quarter of the traffic, the other after half of it.
  private boolean isIgnoredBy(String provider) {
    long share = provider.equals("openai") ? 4 : 2;
    return ignored && world.now() >= from + (until - from) / share && world.now() < until;
  }
}
