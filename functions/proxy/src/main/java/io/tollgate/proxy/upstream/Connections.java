package io.tollgate.proxy.upstream;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// Opens connections and keeps those that may carry another exchange, the latest used first.
final class Connections {
  /// Many servers close after 60 idle seconds or more; some (uvicorn, node) after 5, which {@link
  /// Connection#isStale} sees.
  private static final long LONGEST_IDLE_MILLIS = 55_000;

  /// Below this nobody looks whether the connection is still there: under load that would cost a
  /// millisecond for each call.
  private static final long FRESH_MILLIS = 100;

  private final Map<Origin, Deque<Connection>> idle = new ConcurrentHashMap<>();
  private final SSLSocketFactory tls;
  private final Watch watch;
  private final InstantSource clock;

  Connections(SSLSocketFactory tls, Watch watch, InstantSource clock) {
    this.tls = tls;
    this.watch = watch;
    this.clock = clock;
  }

  Optional<Connection> kept(Origin origin) {
    Deque<Connection> kept = idle.get(origin);
    while (kept != null) {
      Connection connection = kept.pollFirst();
      if (connection == null) {
        break;
      }
      long age = connection.idleMillis();
      if (age < FRESH_MILLIS || (age < LONGEST_IDLE_MILLIS && !connection.isStale())) {
        connection.wake();
        return Optional.of(connection);
      }
      connection.close();
    }
    return Optional.empty();
  }

  void keep(Origin origin, Connection connection) {
    Deque<Connection> kept = idle.computeIfAbsent(origin, o -> new ConcurrentLinkedDeque<>());
    connection.rest();
    kept.addFirst(connection);
    Connection oldest = kept.peekLast();
    if (oldest != null && oldest.idleMillis() > LONGEST_IDLE_MILLIS && kept.remove(oldest)) {
      oldest.close();
    }
  }

  /// Closes what is idle: after a snapshot is restored, or at the end.
  void forget() {
    for (Deque<Connection> kept : idle.values()) {
      for (Connection connection = kept.pollFirst();
          connection != null;
          connection = kept.pollFirst()) {
        connection.close();
      }
    }
  }

  /// @throws SocketTimeoutException if it takes too long
  Connection open(Origin origin, Duration limit) throws IOException {
    long deadline = clock.millis() + limit.toMillis();
    IOException failure = new IOException("the name " + origin.host() + " has no address");
    for (InetAddress address : InetAddress.getAllByName(origin.host())) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(address, origin.port()), left(deadline));
        Socket spoken = origin.tls() ? encrypted(socket, origin, deadline) : socket;
        return new Connection(spoken, socket, watch, clock);
      } catch (IOException e) {
        socket.close();
        failure = e;
      }
    }
    throw failure;
  }

  private Socket encrypted(Socket plain, Origin origin, long deadline) throws IOException {
    var socket = (SSLSocket) tls.createSocket(plain, origin.host(), origin.port(), true);
    var parameters = socket.getSSLParameters();
    // Without this any valid certificate would do, whoever it belongs to.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setSoTimeout(left(deadline));
    socket.startHandshake();
    return socket;
  }

  private int left(long deadline) throws SocketTimeoutException {
    long left = deadline - clock.millis();
    if (left <= 0) {
      throw new SocketTimeoutException("connecting took too long");
    }
    return (int) Math.min(left, Integer.MAX_VALUE);
  }
}
