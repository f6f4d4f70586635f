package io.tollgate.proxy.upstream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.time.InstantSource;

/// One connection and the bytes that arrived on it and are not yet taken. Used by one thread at a
/// time.
final class Connection implements AutoCloseable {
  /// A provider's chunk is 200 to 400 bytes; what is larger arrives in pieces anyway.
  private static final int BUFFER = 16 * 1024;

  private final Socket socket;
  private final Wait wait;
  private final Watch watch;
  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;
  private long idleSince;

  final byte[] buffer = new byte[BUFFER];
  int from;
  int to;

  /// @param socket to speak through
  /// @param lowest the one that carries it, itself if nothing is encrypted
  Connection(Socket socket, Socket lowest, Watch watch, InstantSource clock) throws IOException {
    this.socket = socket;
    this.wait = new Wait(lowest);
    this.watch = watch;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.clock = clock;
    socket.setSoTimeout(0);
    watch.add(wait);
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /// Waits for bytes and puts them behind those that are not yet taken.
  ///
  /// @return false at the end of the connection
  /// @throws SocketTimeoutException if nothing came in time
  boolean fill(long waitMillis, Instant until) throws IOException {
    return fill(waitMillis, until, Silence.UNHEARD);
  }

  /// The same, and tells each time that nothing has come for a while.
  boolean fill(long waitMillis, Instant until, Silence silence) throws IOException {
    if (from == to) {
      from = 0;
      to = 0;
    }
    if (to == buffer.length) {
      throw new Garbled("the head of the answer is longer than " + buffer.length + " bytes");
    }
    long left = Math.min(waitMillis, until.toEpochMilli() - clock.millis());
    if (left <= 0) {
      throw new SocketTimeoutException("no time is left");
    }
    int count = read(left, silence);
    if (count < 0) {
      return false;
    }
    to += count;
    return true;
  }

  private int read(long millis, Silence silence) throws IOException {
    wait.begin(millis, silence);
    int count;
    try {
      count = in.read(buffer, to, buffer.length - to);
    } catch (IOException e) {
      wait.end();
      throw e;
    }
    wait.end();
    return count;
  }

  /// Between two exchanges nobody waits.
  void rest() {
    idleSince = clock.millis();
    watch.remove(wait);
  }

  /// Before the next exchange.
  void wake() {
    watch.add(wait);
  }

  long idleMillis() {
    return clock.millis() - idleSince;
  }

  /// Whether the other side has closed it, or said something that nobody asked for. Takes a
  /// millisecond.
  boolean isStale() {
    try {
      socket.setSoTimeout(1);
      try {
        in.read(buffer, 0, 1);
        return true;
      } catch (SocketTimeoutException nothing) {
        socket.setSoTimeout(0);
        return false;
      }
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  public void close() {
    watch.remove(wait);
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody can act on it, and the descriptor is released in any case.
    }
  }
}
