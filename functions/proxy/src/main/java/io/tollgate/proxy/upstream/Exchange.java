package io.tollgate.proxy.upstream;

import io.tollgate.aws.http.Headers;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;

/// An answer whose body is still arriving. Used by one thread; closed by whoever got it.
public final class Exchange implements AutoCloseable {
  private static final Duration MOMENT = Duration.ofMillis(250);
  private static final int MOST_DRAINED = 100;

  private final Origin origin;
  private final Connection connection;
  private final Connections connections;
  private Waits waits;
  private final Head head;
  private final Framing framing;
  private Silence silence = Silence.UNHEARD;
  private boolean begun;
  private boolean ended;
  private int offset;
  private int length;

  Exchange(Origin origin, Connection connection, Connections connections, Waits waits, Head head)
      throws Garbled {
    this.origin = origin;
    this.connection = connection;
    this.connections = connections;
    this.waits = waits;
    this.head = head;
    this.framing = head.framing();
  }

  public int status() {
    return head.status();
  }

  public Headers headers() {
    return head.headers();
  }

  /// Tells of silence while {@link #next} waits, which waits no longer for it.
  public void whenSilent(Silence other) {
    silence = other;
  }

  /// Waits until more of the body has arrived: it then stands in {@link #bytes} from {@link
  /// #offset}, {@link #length} bytes of it, until the next call.
  ///
  /// @return false at the end of the body
  /// @throws java.net.SocketTimeoutException if nothing came in time
  /// @throws Garbled if the framing makes no sense
  /// @throws IOException if the connection broke before the end
  public boolean next() throws IOException {
    while (true) {
      offset = connection.from;
      length = framing.take(connection);
      if (length > 0) {
        begun = true;
        return true;
      }
      if (ended || framing.isComplete()) {
        ended = true;
        return false;
      }
      var patience = begun ? waits.idle() : waits.firstByte();
      if (!connection.fill(patience.toMillis(), waits.until(), silence)) {
        if (!framing.endsWithConnection()) {
          throw new EOFException("the connection ended before the answer did");
        }
        ended = true;
      }
    }
  }

  /// Reads what is left, for a moment: a connection whose answer was read to the end can carry
  /// another.
  public void drain() {
    begun = true;
    silence = Silence.UNHEARD;
    waits = waits.withIdle(MOMENT);
    try {
      for (int arrivals = 0; arrivals < MOST_DRAINED && next(); arrivals++) {
        // Nobody wants it.
      }
    } catch (IOException e) {
      // Closing will cut the connection, which is what it is for.
      ended = true;
    }
  }

  public byte[] bytes() {
    return connection.buffer;
  }

  public int offset() {
    return offset;
  }

  public int length() {
    return length;
  }

  /// Whether more than was taken has arrived already, as far as one can tell without asking the
  /// system.
  public boolean hasMore() {
    return connection.from < connection.to || connection.to == connection.buffer.length;
  }

  /// Keeps the connection for another exchange if this one is complete, else cuts it.
  @Override
  public void close() {
    boolean clean = framing.isComplete() && connection.from == connection.to;
    if (clean && head.keepAlive()) {
      connections.keep(origin, connection);
    } else {
      connection.close();
    }
  }
}
