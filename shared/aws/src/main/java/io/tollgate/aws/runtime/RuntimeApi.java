package io.tollgate.aws.runtime;

import io.tollgate.aws.http.Invocation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Lambda's Runtime API of 2018-06-01, over one connection that is opened again when it is lost.
/// Used by one thread.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html and, for streaming and trailers,
/// https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html, both as of November 2026.
final class RuntimeApi implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";

  /// A process on the same machine that does not answer for so long has ended, and we end too.
  private static final int TRIES = 5;

  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Address address;
  private Optional<Wire> open = Optional.empty();

  RuntimeApi(Address address) {
    this.address = address;
  }

  /// Waits for the next event. Asking for it tells Lambda that all work on the last one is done.
  ///
  /// @throws IOException if the Runtime API is gone
  Event next() throws IOException {
    Wire.Answer answer = waitFor("invocation/next");
    String id = header(answer, "lambda-runtime-aws-request-id");
    return new Event(
        new Invocation(
            id, Instant.ofEpochMilli(Long.parseLong(header(answer, "lambda-runtime-deadline-ms")))),
        answer.header("lambda-runtime-trace-id").orElse(""),
        answer.body());
  }

  /// Waits until a snapshot of this process was taken and restored.
  ///
  /// @throws IOException if the Runtime API is gone
  void awaitRestore() throws IOException {
    waitFor("restore/next");
    // What was connected before the snapshot may not be now.
    close();
  }

  /// An answer that travels as it is written. {@link #settle} is called when its work is done.
  StreamedAnswer stream(Invocation invocation) throws IOException {
    return new StreamedAnswer(wire(), post("invocation/" + invocation.id() + "/response"));
  }

  /// Reads what the Runtime API says to a streamed answer that has ended.
  void settle() throws IOException {
    try {
      accepted("a streamed answer", wire().read());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  void answer(Invocation invocation, byte[] body) throws IOException {
    send("invocation/" + invocation.id() + "/response", "", body);
  }

  /// An invocation failed before the first byte of its answer.
  void fail(Invocation invocation, Failure failure) throws IOException {
    report("invocation/" + invocation.id() + "/error", failure);
  }

  /// The function cannot be started.
  void failStart(Failure failure) throws IOException {
    report("init/error", failure);
  }

  /// The function cannot be started after a snapshot was restored.
  void failRestore(Failure failure) throws IOException {
    report("restore/error", failure);
  }

  private void report(String path, Failure failure) throws IOException {
    send(
        path,
        "Content-Type: application/vnd.aws.lambda.error+json\r\n"
            + "Lambda-Runtime-Function-Error-Type: "
            + failure.type()
            + "\r\n",
        failure.json());
  }

  private void send(String path, String headers, byte[] body) throws IOException {
    try {
      Wire wire = wire();
      wire.write(post(path) + headers + "Content-Length: " + body.length + "\r\n\r\n");
      wire.write(body, 0, body.length);
      wire.flush();
      accepted(path, wire.read());
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private static void accepted(String what, Wire.Answer answer) throws IOException {
    if (answer.status() > 299) {
      throw new IOException(
          "the Runtime API refused %s with status %d: %s"
              .formatted(what, answer.status(), new String(answer.body(), StandardCharsets.UTF_8)));
    }
  }

  /// Asking twice for what comes next is harmless, so a lost connection costs nothing but time.
  private Wire.Answer waitFor(String path) throws IOException {
    IOException lost = new IOException("the Runtime API at " + address + " was never asked");
    for (int tries = 0; tries < TRIES; tries++) {
      try {
        Wire wire = wire();
        wire.write("GET " + ROOT + path + " HTTP/1.1\r\nHost: " + address + "\r\n\r\n");
        wire.flush();
        Wire.Answer answer = wire.read();
        accepted(path, answer);
        return answer;
      } catch (IOException e) {
        close();
        lost = e;
        pause();
      }
    }
    throw new IOException("the Runtime API at " + address + " is gone", lost);
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(PAUSE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the Runtime API", e);
    }
  }

  private static String header(Wire.Answer answer, String name) throws IOException {
    return answer
        .header(name)
        .orElseThrow(() -> new IOException("the Runtime API gave an event without " + name));
  }

  private String post(String path) {
    return "POST " + ROOT + path + " HTTP/1.1\r\nHost: " + address + "\r\n";
  }

  private Wire wire() throws IOException {
    if (open.isEmpty()) {
      open = Optional.of(new Wire(address));
    }
    return open.get();
  }

  /// Forgets the connection; the next request opens another.
  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      Wire wire = open.get();
      open = Optional.empty();
      wire.close();
    }
  }
}
