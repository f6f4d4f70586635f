package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;

/// A runtime that knows the Runtime API from its page alone, and does what each event says.
final class Puppet {
  private static final String ROOT = "/2018-06-01/runtime/";

  private final BufferedReader in;
  private final OutputStream out;

  private Puppet(Socket socket) throws IOException {
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    out = socket.getOutputStream();
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Map<String, String> environment = System.getenv();
    String port = environment.get("AWS_LAMBDA_RUNTIME_API").split(":", 2)[1];
    var puppet = new Puppet(new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port)));
    switch (environment.getOrDefault("_HANDLER", "")) {
      case "faulty" -> {
        puppet.post("init/error", "", "{\"errorMessage\":\"policis is unknown\"}");
        System.exit(1);
      }
      case "restored" -> puppet.get("restore/next");
      default -> {
        // It serves at once.
      }
    }
    while (true) {
      puppet.serve();
    }
  }

  private void serve() throws IOException, InterruptedException {
    String[] told = get("invocation/next").split("\n", 2);
    String at = "invocation/" + told[0] + "/";
    switch (told[1]) {
      case "die" -> Runtime.getRuntime().halt(7);
      case "hang" -> Thread.sleep(600_000);
      case "fail" -> post(at + "error", "", "{\"errorMessage\":\"as told\"}");
      case "stream" -> stream(at, "one", "two");
      case "tidy" -> {
        stream(at, "tidied");
        Thread.sleep(300);
      }
      case "break" -> {
        begin(at);
        chunk("half");
        say(
            "0\r\nLambda-Runtime-Function-Error-Type: Broken\r\n"
                + "Lambda-Runtime-Function-Error-Body: e30=\r\n\r\n");
        answer();
      }
      case "linger" -> {
        stream(at, "done");
        Thread.sleep(600_000);
      }
      default -> post(at + "response", "", told[1] + " by " + ProcessHandle.current().pid());
    }
  }

  private void stream(String at, String... chunks) throws IOException {
    begin(at);
    for (String chunk : chunks) {
      chunk(chunk);
    }
    say("0\r\n\r\n");
    answer();
  }

  private void begin(String at) throws IOException {
    say("POST " + ROOT + at + "response HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n");
  }

  private void chunk(String text) throws IOException {
    say(Integer.toHexString(text.length()) + "\r\n" + text + "\r\n");
  }

  /// The id of an invocation and what it brings, a line each.
  private String get(String path) throws IOException {
    say("GET " + ROOT + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return answer();
  }

  private void post(String path, String headers, String body) throws IOException {
    say(
        "POST %s%s HTTP/1.1\r\n%sContent-Length: %d\r\n\r\n%s"
            .formatted(ROOT, path, headers, body.length(), body));
    answer();
  }

  private void say(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }

  private String answer() throws IOException {
    String id = "";
    int length = 0;
    for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
      String[] header = line.split(": ", 2);
      switch (header[0]) {
        case "Lambda-Runtime-Aws-Request-Id" -> id = header[1];
        case "Content-Length" -> length = Integer.parseInt(header[1]);
        default -> {
          // Of no interest here.
        }
      }
    }
    char[] body = new char[length];
    for (int read = 0; read < length; ) {
      read += in.read(body, read, length - read);
    }
    return id + "\n" + new String(body);
  }
}
