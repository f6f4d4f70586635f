package io.tollgate.prove;

import java.time.Duration;

/// How much goes wrong in a world. All numbers are shares: of the waits of a process, of the
/// store's answers, of the messages.
final class Mischief {
  private final double crash;
  private final double freeze;
  private final double clockFault;
  private final double lost;
  private final double busy;
  private final double message;
  private final double hesitation;
  private final boolean wrongClocks;
  private final boolean longFreezes;
  private final Outages outages;
  private boolean on = true;

  private Mischief(double level, boolean wrongClocks, boolean longFreezes, Outages outages) {
    this.outages = outages;
    this.crash = 0.0015 * level;
    this.freeze = 0.0015 * level;
    this.clockFault = 0.0003 * level;
    this.lost = 0.02 * level;
    this.busy = 0.02 * level;
    this.message = 0.05 * level;
    this.hesitation = 0.015 * level;
    this.wrongClocks = wrongClocks;
    this.longFreezes = longFreezes;
  }

  /// A tenth of the worlds are calm, most are rough, some are terrible, and in a few hardly
  /// anything works.
  static Mischief of(World world, boolean longFreezes, Outages outages) {
    double level =
        switch (world.random().nextInt(10)) {
          case 0 -> 0.1;
          case 1, 2, 3, 4, 5 -> 1;
          case 6, 7 -> 3;
          default -> 8;
        };
    return new Mischief(level, world.random().nextInt(4) > 0, longFreezes, outages);
  }

  boolean isOn() {
    return on;
  }

  void end() {
    on = false;
  }

  boolean wrongClocks() {
    return wrongClocks;
  }

  double crash() {
    return on ? crash : 0;
  }

  double freeze() {
    return on ? freeze : 0;
  }

  double clockFault() {
    return on && wrongClocks ? clockFault : 0;
  }

  /// A write or a read that goes unanswered.
  double lost() {
    return on ? lost : 0;
  }

  /// Whether the store answers nobody at all.
  boolean isSilent(long now) {
    return on && outages.isOn(now);
  }

  /// A conflict or a throttle.
  double busy() {
    return on ? busy : 0;
  }

  /// A thread that is late without its process being frozen.
  double hesitation() {
    return on ? hesitation : 0;
  }

  double message() {
    return on ? message : 0;
  }

  long freezeTime(World world) {
    int kind = world.random().nextInt(10);
    if (kind < 5) {
      return world.between(Duration.ofMillis(500), Duration.ofSeconds(30));
    }
    if (kind < 9 || !longFreezes) {
      return world.between(Duration.ofSeconds(30), Duration.ofMinutes(8));
    }
    return world.between(Duration.ofMinutes(8), Duration.ofMinutes(150));
  }
}
