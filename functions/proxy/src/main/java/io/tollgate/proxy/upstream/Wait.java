package io.tollgate.proxy.upstream;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// One connection's waiting for bytes, one read after the other. One thread waits; the {@link
/// Watch} looks whether that takes too long, and then cuts the connection.
final class Wait {
  private static final long NOTHING = Long.MAX_VALUE;
  private static final long CUT = Long.MIN_VALUE;
  private static final long NANOS = 1_000_000L;
  private static final long LONGEST_MILLIS = Integer.MAX_VALUE;
  private static final long ORIGIN = System.nanoTime();

  private final Socket socket;
  private final AtomicLong due = new AtomicLong(NOTHING);

  /// Held while silence is told of, so that the thread that waits does not speak meanwhile.
  private final ReentrantLock telling = new ReentrantLock();

  private volatile long end;
  private volatile Silence silence = Silence.UNHEARD;

  /// @param socket the lowest one, which closes at once whatever the other side does
  Wait(Socket socket) {
    this.socket = socket;
  }

  /// Nanoseconds of a clock that only goes on.
  static long now() {
    return System.nanoTime() - ORIGIN;
  }

  /// Before a read.
  ///
  /// @param millis how long it may take
  /// @param heard what to do meanwhile
  void begin(long millis, Silence heard) {
    long from = now();
    end = from + Math.min(millis, LONGEST_MILLIS) * NANOS;
    silence = heard;
    if (due.get() != CUT) {
      due.set(next(from));
    }
  }

  /// After it, whatever became of it.
  ///
  /// @throws SocketTimeoutException if it took too long
  void end() throws SocketTimeoutException {
    boolean late = due.getAndUpdate(at -> at == CUT ? CUT : NOTHING) == CUT;
    if (silence.equals(Silence.UNHEARD)) {
      report(late);
      return;
    }
    telling.lock();
    try {
      report(late);
    } finally {
      telling.unlock();
    }
  }

  private static void report(boolean late) throws SocketTimeoutException {
    if (late) {
      throw new SocketTimeoutException("nothing came in time");
    }
  }

  /// Whether it must end, or silence is to be told of, by now.
  void look(long now) {
    long at = due.get();
    if (at == CUT || now < at) {
      return;
    }
    if (now < end) {
      // Whoever is told may be slow to listen.
      Thread.startVirtualThread(() -> tell(at));
    } else if (due.compareAndSet(at, CUT)) {
      try {
        socket.close();
      } catch (IOException e) {
        // Nobody can act on it, and whoever reads is told that time is up.
      }
    }
  }

  private void tell(long at) {
    telling.lock();
    try {
      if (due.compareAndSet(at, next(now()))) {
        silence.told().run();
      }
    } finally {
      telling.unlock();
    }
  }

  private long next(long from) {
    return Math.min(end, from + Math.min(silence.every().toMillis(), LONGEST_MILLIS) * NANOS);
  }
}
