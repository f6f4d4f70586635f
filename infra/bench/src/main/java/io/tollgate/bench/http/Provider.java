package io.tollgate.bench.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/// A provider on this machine: reads requests, answers each in the same way. A thread a connection.
public final class Provider implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final ServerSocket server;
  private final Conduct conduct;
  private final ThreadFactory threads;
  private final AtomicLong calls = new AtomicLong();

  public Provider(Conduct conduct) {
    this.conduct = conduct;
    this.threads = Thread.ofPlatform().daemon().name("provider-", 0).factory();
    try {
      this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free for the bench's provider", e);
    }
    threads.newThread(this::accept).start();
  }

  public InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
  }

  /// What a `base_url` says.
  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  /// How many requests have arrived.
  public long calls() {
    return calls.get();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.newThread(() -> serve(socket)).start();
      } catch (IOException e) {
        return; // Closed.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      var out = socket.getOutputStream();
      byte[] request = new byte[64 * 1024];
      while (isRead(in, request)) {
        calls.incrementAndGet();
        conduct.answer(out);
      }
    } catch (IOException e) {
      // The caller hung up, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isRead(InputStream in, byte[] buffer) throws IOException {
    byte[] request = buffer;
    int length = 0;
    int body = 0;
    int size = 0;
    while (body == 0 || length < body + size) {
      if (length == request.length) {
        request = Arrays.copyOf(request, 2 * length);
      }
      int read = in.read(request, length, request.length - length);
      if (read < 0) {
        return false;
      }
      length += read;
      if (body == 0) {
        body = Wire.endOfHead(request, 0, length);
        size = body == 0 ? 0 : Math.max(0, Wire.contentLength(request, 0, body));
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
