package io.tollgate.aws.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/// Lambda's Runtime API as a socket that reads one line after another: it hands events out, and
/// tells what came back in the order in which it came.
public final class FakeRuntimeApi implements AutoCloseable {
  /// The trace that all its events are part of.
  public static final String TRACE = "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700";

  private static final String ROOT = "/2018-06-01/runtime/";

  private final ServerSocket server;
  private final Thread acceptor;
  private final LinkedBlockingQueue<Invoked> waiting = new LinkedBlockingQueue<>();
  private final Map<String, Invoked> running = new ConcurrentHashMap<>();
  private final Queue<Socket> open = new ConcurrentLinkedQueue<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger hangUps = new AtomicInteger();
  private final CountDownLatch restored = new CountDownLatch(1);

  /// Every request, in order: `GET next`, `POST response <id>`, `POST init/error`, …
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /// What was said of starts and restores that failed.
  public final LinkedBlockingQueue<String> faults = new LinkedBlockingQueue<>();

  public FakeRuntimeApi() {
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  /// Hands out an event that has a minute.
  public Invoked invoke(String event) {
    return invoke(event, Duration.ofMinutes(1));
  }

  public Invoked invoke(String event, Duration time) {
    var invoked = new Invoked(UUID.randomUUID().toString(), event, Instant.now().plus(time));
    running.put(invoked.id(), invoked);
    waiting.add(invoked);
    return invoked;
  }

  /// Lets whoever waits for a restore go on.
  public void restore() {
    restored.countDown();
  }

  /// Closes the connection on so many of the next requests for an event.
  void hangUp(int times) {
    hangUps.set(times);
  }

  int connections() {
    return connections.get();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        connections.incrementAndGet();
        open.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private void serve(Socket accepted) {
    try (Socket socket = accepted) {
      socket.setTcpNoDelay(true);
      var in = new BufferedInputStream(socket.getInputStream());
      while (answer(in, socket.getOutputStream())) {
        // The connection is kept.
      }
    } catch (IOException | InterruptedException gone) {
      // As the tests want it.
    }
  }

  private boolean answer(InputStream in, OutputStream out)
      throws IOException, InterruptedException {
    String[] request = line(in).split(" ", 3);
    if (request.length < 3 || !request[1].startsWith(ROOT)) {
      return false;
    }
    Map<String, String> headers = headers(in);
    String[] path = request[1].substring(ROOT.length()).split("/", 3);
    requests.add(request[0] + " " + named(path));
    if (request[0].equals("GET")) {
      return path[0].equals("restore") ? afterRestore(out) : next(out);
    }
    if (path.length == 2) {
      faults.add(whole(in, headers));
    } else {
      Invoked invoked = running.get(path[1]);
      take(invoked, path[2], headers, in);
    }
    send(out, "202 Accepted", "", "{\"status\":\"OK\"}");
    return true;
  }

  private static String named(String[] path) {
    return path.length == 3 ? path[2] + " " + path[1] : path[0] + "/" + path[1];
  }

  private boolean afterRestore(OutputStream out) throws IOException, InterruptedException {
    restored.await();
    send(out, "200 OK", "", "");
    return true;
  }

  private boolean next(OutputStream out) throws IOException, InterruptedException {
    if (hangUps.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return false;
    }
    Invoked invoked = waiting.take();
    send(
        out,
        "200 OK",
        "Lambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\n"
                .formatted(invoked.id(), invoked.deadline().toEpochMilli())
            + "Lambda-Runtime-Trace-Id: %s\r\n".formatted(TRACE),
        invoked.event());
    return true;
  }

  private static void take(
      Invoked invoked, String kind, Map<String, String> headers, InputStream in)
      throws IOException {
    invoked.headers.putAll(headers);
    if (kind.equals("error")) {
      invoked.heard.add(
          new Invoked.Failed(
              headers.getOrDefault("lambda-runtime-function-error-type", ""), whole(in, headers)));
    } else if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      for (byte[] chunk = chunk(in); chunk.length > 0; chunk = chunk(in)) {
        invoked.heard.add(new Invoked.Chunk(new String(chunk, UTF_8)));
      }
      invoked.heard.add(new Invoked.End(headers(in)));
    } else {
      invoked.heard.add(new Invoked.Whole(whole(in, headers)));
    }
  }

  /// Empty for the last one, whose line break is left where it stands.
  private static byte[] chunk(InputStream in) throws IOException {
    byte[] chunk = in.readNBytes(Integer.parseInt(line(in), 16));
    if (chunk.length > 0) {
      line(in);
    }
    return chunk;
  }

  private static String whole(InputStream in, Map<String, String> headers) throws IOException {
    return new String(in.readNBytes(Integer.parseInt(headers.get("content-length"))), UTF_8);
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new TreeMap<String, String>();
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void send(OutputStream out, String status, String headers, String body)
      throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    String head =
        "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n";
    out.write(head.getBytes(UTF_8));
    out.write(bytes);
    out.flush();
  }

  /// Gone, with all its connections.
  @Override
  public void close() {
    try {
      server.close();
      // Until it has noticed, it may take one more connection.
      acceptor.join();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
