package io.tollgate.local.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A provider that writes whatever a test wants onto the wire; which of its conducts, the model
/// says. One answer a connection.
final class RawProvider implements AutoCloseable {
  private static final Pattern MODEL = Pattern.compile("\"model\"\\s*:\\s*\"([^\"]*)\"");
  private static final Pattern CAP = Pattern.compile("\"max_tokens\"\\s*:\\s*(\\d+)");
  private static final Pattern LENGTH = Pattern.compile("content-length: (\\d+)");

  private final ServerSocket listener;
  private final Map<String, Conduct> conducts = new ConcurrentHashMap<>();
  private final List<Heard> heard = new CopyOnWriteArrayList<>();
  private final AtomicInteger open = new AtomicInteger();

  /// What it does with a request.
  interface Conduct {
    void answer(Heard request, OutputStream out) throws IOException, InterruptedException;
  }

  /// @param head as it came
  record Heard(String model, String head, String body) {}

  RawProvider() {
    try {
      listener = new ServerSocket(0, 1000, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::listen);
  }

  String baseUrl() {
    return "http://127.0.0.1:" + listener.getLocalPort() + "/v1";
  }

  RawProvider on(String model, Conduct conduct) {
    conducts.put(model, conduct);
    return this;
  }

  /// Is as new.
  void forget() {
    conducts.clear();
    heard.clear();
  }

  List<Heard> heard() {
    return heard;
  }

  long heard(String model) {
    return heard.stream().filter(one -> one.model().equals(model)).count();
  }

  /// How many connections are open.
  int open() {
    return open.get();
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test has ended.
    }
  }

  private void serve(Socket accepted) {
    open.incrementAndGet();
    try (Socket socket = accepted) {
      socket.setTcpNoDelay(true);
      Heard request = read(socket.getInputStream());
      heard.add(request);
      conducts
          .getOrDefault(request.model(), RawProvider::heed)
          .answer(request, socket.getOutputStream());
    } catch (IOException | InterruptedException goneOrNothingSaid) {
      // As the tests want it.
    } finally {
      open.decrementAndGet();
    }
  }

  /// Ten tokens, or as many as the call allows: a cap that is broken once is trusted no more.
  private static void heed(Heard request, OutputStream out) throws IOException {
    Matcher cap = CAP.matcher(request.body());
    json(out, 200, completion(cap.find() ? Math.min(10, Integer.parseInt(cap.group(1))) : 10));
  }

  private static Heard read(InputStream in) throws IOException {
    var head = new ByteArrayOutputStream();
    while (!head.toString(UTF_8).endsWith("\r\n\r\n")) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("ended in the head");
      }
      head.write(b);
    }
    String text = head.toString(UTF_8);
    Matcher length = LENGTH.matcher(text.toLowerCase(Locale.ROOT));
    String body =
        new String(in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0), UTF_8);
    Matcher model = MODEL.matcher(body);
    return new Heard(model.find() ? model.group(1) : "", text, body);
  }

  static String usage(int completion) {
    return "{\"prompt_tokens\":5,\"completion_tokens\":%d,\"total_tokens\":%d}"
        .formatted(completion, completion + 5);
  }

  static String completion(int tokens) {
    return completion(",\"usage\":" + usage(tokens));
  }

  static String completion(String more) {
    return "{\"id\":\"c1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":"
        + "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hi\"},"
        + "\"finish_reason\":\"stop\"}]"
        + more
        + "}";
  }

  static void json(OutputStream out, int status, String body, String... headers)
      throws IOException {
    var head = new StringBuilder("HTTP/1.1 " + status + " X\r\nconnection: close\r\n");
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("content-type: application/json\r\ncontent-length: ")
        .append(body.getBytes(UTF_8).length)
        .append("\r\n\r\n");
    say(out, head + body);
  }

  static void sse(OutputStream out) throws IOException {
    List<String> head =
        List.of(
            "HTTP/1.1 200 OK",
            "connection: close",
            "content-type: text/event-stream",
            "transfer-encoding: chunked");
    say(out, String.join("\r\n", head) + "\r\n\r\n");
  }

  static void chunk(OutputStream out, String data) throws IOException {
    String event = "data: " + data + "\n\n";
    say(out, Integer.toHexString(event.getBytes(UTF_8).length) + "\r\n" + event + "\r\n");
  }

  static void word(OutputStream out, String word) throws IOException {
    chunk(
        out,
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
            + word
            + "\"},\"finish_reason\":null}]}");
  }

  static void usageChunk(OutputStream out, int tokens) throws IOException {
    chunk(
        out,
        "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[],\"usage\":"
            + usage(tokens)
            + "}");
  }

  /// A whole stream of one word.
  static void stream(OutputStream out, String word, int tokens) throws IOException {
    sse(out);
    word(out, word);
    usageChunk(out, tokens);
    done(out);
  }

  static void done(OutputStream out) throws IOException {
    chunk(out, "[DONE]");
    say(out, "0\r\n\r\n");
  }

  static void say(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
