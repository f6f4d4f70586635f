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
  private final InputStream in;
  private final OutputStream out;
  private final InstantSource clock;
  private long idleSince;

  final byte[] buffer = new byte[BUFFER];
  int from;
  int to;

  Connection(Socket socket, InstantSource clock) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.clock = clock;
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
  }

  /// Waits for bytes and puts them behind those that are not yet taken.
  ///
  /// @return false at the end of the connection
  /// @throws SocketTimeoutException if nothing came in time
  boolean fill(long waitMillis, Instant until) throws IOException {
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
    socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
    int count = in.read(buffer, to, buffer.length - to);
    if (count < 0) {
      return false;
    }
    to += count;
    return true;
  }

  /// The same, and tells each time that nothing has come for a while.
  boolean fill(long waitMillis, Instant until, Silence silence) throws IOException {
    long every = silence.every().toMillis();
    long left = waitMillis;
    while (left > every && every < until.toEpochMilli() - clock.millis()) {
      try {
        return fill(every, until);
      } catch (SocketTimeoutException nothingYet) {
        silence.told().run();
        left -= every;
      }
    }
    return fill(left, until);
  }

  void rest() {
    idleSince = clock.millis();
  }

  long idleMillis() {
    return clock.millis() - idleSince;
  }

  /// Whether the other side has closed it, or said something that nobody asked for. Takes a
  /// millisecond.
  boolean isStale() {
    try {
      socket.setSoTimeout(1);
      in.read(buffer, 0, 1);
      return true;
    } catch (SocketTimeoutException nothing) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Nobody can act on it, and the descriptor is released in any case.
    }
  }
}
