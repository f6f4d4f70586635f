package io.tollgate.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A provider as a server with real sockets, which plays what a test tells it to.
public final class FakeProvider implements AutoCloseable {
  private final ServerSocket server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Thread acceptor;
  private volatile Play play = plain("{}");

  /// What came in.
  public record Received(String head, String body) {
    public String header(String name) {
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
          .map(line -> line.substring(name.length() + 1).strip())
          .findFirst()
          .orElse("");
    }
  }

  /// What it does with a request.
  @FunctionalInterface
  public interface Play {
    /// @return whether the connection stays open
    boolean answer(OutputStream out) throws IOException, InterruptedException;
  }

  public FakeProvider() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  public void plays(Play next) {
    play = next;
  }

  public List<Received> received() {
    return received;
  }

  public Received last() {
    return received.getLast();
  }

  public int connections() {
    return sockets.size();
  }

  /// A whole JSON answer.
  public static Play plain(String json) {
    return status(200, "application/json", json);
  }

  public static Play status(int status, String type, String body) {
    return out -> {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      write(
          out,
          "HTTP/1.1 %d X\r\ncontent-type: %s\r\nx-request-id: req_up\r\nx-ratelimit-limit-requests: 7\r\nset-cookie: a=b\r\nopenai-organization: acme\r\ncontent-length: %d\r\n\r\n"
              .formatted(status, type, bytes.length));
      out.write(bytes);
      return true;
    };
  }

  /// A stream of server-sent events, each piece in a chunk and an arrival of its own.
  public static Play stream(String... pieces) {
    return out -> {
      begin(out);
      for (String piece : pieces) {
        chunk(out, piece);
        Thread.sleep(2);
      }
      write(out, "0\r\n\r\n");
      return true;
    };
  }

  /// A stream that breaks off after its pieces.
  public static Play broken(String... pieces) {
    return out -> {
      begin(out);
      for (String piece : pieces) {
        chunk(out, piece);
      }
      Thread.sleep(20);
      return false;
    };
  }

  public static void begin(OutputStream out) throws IOException {
    write(
        out,
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nx-request-id: req_up\r\ntransfer-encoding: chunked\r\n\r\n");
  }

  public static void chunk(OutputStream out, String piece) throws IOException {
    byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
    write(out, Integer.toHexString(bytes.length) + "\r\n" + piece + "\r\n");
  }

  public static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      InputStream in = socket.getInputStream();
      while (true) {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
          int b = in.read();
          if (b < 0) {
            return;
          }
          head.append((char) b);
        }
        var request = new Received(head.toString(), "");
        int length = Integer.parseInt(request.header("content-length"));
        String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        received.add(new Received(head.toString(), body));
        if (!play.answer(socket.getOutputStream())) {
          return;
        }
      }
    } catch (IOException | InterruptedException gone) {
      // The gateway hung up, or the test is over.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      // Until that thread has left, the system may still take a connection for it.
      acceptor.join();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
