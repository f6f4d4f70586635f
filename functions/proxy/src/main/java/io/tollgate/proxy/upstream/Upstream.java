package io.tollgate.proxy.upstream;

import io.tollgate.proxy.upstream.Sent.Answered;
import io.tollgate.proxy.upstream.Sent.Failure;
import io.tollgate.proxy.upstream.Sent.Unanswered;
import io.tollgate.proxy.upstream.Sent.Unsent;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocketFactory;

/// Sends requests over HTTP/1.1. No redirects, no retries of what was sent, no compression. Safe
/// for concurrent calls; each blocks its thread, which had better be a virtual one.
public final class Upstream {
  /// What fits into the system's send buffer leaves at once; more than that can hang on a side that
  /// does not read.
  private static final int WATCHED = 64 * 1024;

  private static final byte[] HTTP = {'H', 'T', 'T', 'P', '/'};

  private final Connections connections;
  private final ScheduledExecutorService watch;
  private final InstantSource clock;

  /// @param tls makes encrypted sockets, and decides which authorities are trusted
  /// @param watch cuts connections on which nothing comes, or a large request does not leave, in
  ///   time
  public Upstream(SSLSocketFactory tls, ScheduledExecutorService watch, InstantSource clock) {
    this.connections = new Connections(tls, new Watch(watch), clock);
    this.watch = watch;
    this.clock = clock;
  }

  /// Drops idle connections, which a restored snapshot only believes to have.
  public void forget() {
    connections.forget();
  }

  /// @param request head and body, complete
  public Sent send(Origin origin, byte[] request, Waits waits) {
    Optional<Connection> kept = connections.kept(origin);
    if (kept.isPresent() && write(kept.get(), request, waits)) {
      return answer(origin, kept.get(), waits);
    }
    Connection fresh;
    try {
      fresh = connections.open(origin, min(waits.connect(), left(waits.until())));
    } catch (IOException e) {
      return new Unsent(kind(e), "no connection to " + origin.authority());
    }
    return write(fresh, request, waits)
        ? answer(origin, fresh, waits)
        : new Unsent(Failure.BROKEN, origin.authority() + " did not take the request");
  }

  /// @return false if not all of it left; the connection is then closed
  private boolean write(Connection connection, byte[] request, Waits waits) {
    try {
      if (request.length <= WATCHED) {
        connection.write(request);
        return true;
      }
      var cut =
          watch.schedule(connection::close, left(waits.until()).toMillis(), TimeUnit.MILLISECONDS);
      connection.write(request);
      // Cut or not: all of it has left.
      cut.cancel(false);
      return true;
    } catch (IOException e) {
      connection.close();
      return false;
    }
  }

  private Sent answer(Origin origin, Connection connection, Waits waits) {
    try {
      Head head = head(connection, waits);
      while (head.status() < 200) {
        head = head(connection, waits);
      }
      return new Answered(new Exchange(origin, connection, connections, waits, head));
    } catch (IOException e) {
      connection.close();
      return new Unanswered(kind(e), origin.authority() + " gave no answer");
    }
  }

  private static Head head(Connection connection, Waits waits) throws IOException {
    int end = endOfHead(connection);
    while (end < 0) {
      if (!beginsLikeHttp(connection)) {
        throw new Garbled("the answer does not begin like HTTP/1.1");
      }
      if (!connection.fill(waits.firstByte().toMillis(), waits.until())) {
        throw new EOFException("the connection ended before the answer began");
      }
      end = endOfHead(connection);
    }
    Head head = Head.parse(connection.buffer, connection.from, end);
    connection.from = end;
    return head;
  }

  private static boolean beginsLikeHttp(Connection connection) {
    for (int i = 0; i < Math.min(HTTP.length, connection.to - connection.from); i++) {
      if (connection.buffer[connection.from + i] != HTTP[i]) {
        return false;
      }
    }
    return true;
  }

  /// The place behind the first empty line, or -1.
  private static int endOfHead(Connection connection) {
    boolean lineIsEmpty = false;
    for (int i = connection.from; i < connection.to; i++) {
      byte b = connection.buffer[i];
      if (b == '\n' && lineIsEmpty) {
        return i + 1;
      }
      lineIsEmpty = b == '\n' || (b == '\r' && lineIsEmpty);
    }
    return -1;
  }

  private Duration left(Instant until) {
    return Duration.ofMillis(Math.max(1, until.toEpochMilli() - clock.millis()));
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  private static Failure kind(IOException e) {
    return switch (e) {
      case SocketTimeoutException late -> Failure.TIMED_OUT;
      case Garbled garbled -> Failure.GARBLED;
      default -> Failure.BROKEN;
    };
  }
}
