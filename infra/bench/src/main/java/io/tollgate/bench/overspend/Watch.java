package io.tollgate.bench.overspend;

import io.tollgate.bench.gateway.Desk;
import io.tollgate.bench.gateway.Door;
import io.tollgate.money.Usd;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Asks again and again how a budget stands, and keeps the worst that it saw.
final class Watch implements AutoCloseable {
  private final Thread thread;
  private volatile boolean ends;
  private volatile Usd worst = Usd.ZERO;
  private volatile long polls;
  private volatile String failure = "";

  Watch(Door door, String scope) {
    thread = Thread.ofVirtual().start(() -> watch(door, scope));
  }

  // Only this thread writes.
  @SuppressWarnings("NonAtomicVolatileUpdate")
  private void watch(Door door, String scope) {
    try (var desk = new Desk(door)) {
      while (!ends) {
        worst = worst.max(desk.balance(scope).sum());
        polls++;
      }
    } catch (IOException | UncheckedIOException e) {
      failure = String.valueOf(e.getMessage());
    }
  }

  /// The most that was spent and held at once.
  Usd worst() {
    return worst;
  }

  long polls() {
    return polls;
  }

  /// Why it could not look; empty if it could.
  String failure() {
    return failure;
  }

  /// Looks no more.
  void end() {
    ends = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    end();
  }
}
