package io.tollgate.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Handler;
import io.tollgate.aws.http.Headers;
import io.tollgate.local.queue.LocalQueue;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TollgateTest {
  @TempDir private Path data;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Termination termination = Termination.silent();

  private int run(Deployment deployment, String... args) throws InterruptedException {
    return new Tollgate(
            deployment, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8))
        .run(List.of(args), termination);
  }

  /// Echoes, sends one message for each call, and keeps what the aggregator got.
  private static Deployment echo(Handler handler, List<String> settled, List<String> closed) {
    return ground -> {
      LocalQueue queue = ground.queue();
      Handler andSend =
          (request, reply) -> {
            handler.handle(request, reply);
            queue.send(request.id());
          };
      var functions =
          new LocalCloud.Functions(
              Envelope.function(andSend),
              Envelope.function(handler),
              event -> {
                settled.add(new String(event, UTF_8));
                return new byte[0];
              },
              () -> {});
      return new Deployment.Deployed(functions, "tg-key", "tga-key", () -> closed.add("store"));
    };
  }

  @Test
  void one_line_says_that_it_answers_and_an_end_drains_calls_and_queue() throws Exception {
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    List<String> settled = Collections.synchronizedList(new ArrayList<>());
    List<String> closed = new ArrayList<>();
    Handler slow =
        (request, reply) -> {
          begun.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          try (var body = reply.begin(200, Headers.NONE)) {
            body.write("ended".getBytes(UTF_8));
          }
        };
    CompletableFuture<Integer> exit =
        CompletableFuture.supplyAsync(() -> {
          try {
            return run(echo(slow, settled, closed), "up", "--port", "0", "--data", data.toString());
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    String ready = readyLine();
    assertThat(ready)
        .matches("ready url=http://127\\.0\\.0\\.1:[0-9]+/v1 key=tg-key admin=tga-key\\R");
    URI url = URI.create(ready.substring(10, ready.indexOf(" key=")) + "/chat");
    try (var client = HttpClient.newHttpClient()) {
      var answer = client.sendAsync(HttpRequest.newBuilder(url).build(), BodyHandlers.ofString());
      begun.await();
      termination.signal();
      Thread.sleep(50);
      assertThat(exit).isNotDone();
      release.countDown();
      assertThat(answer.get().body()).isEqualTo("ended");
    }
    assertThat(exit.get()).isZero();
    assertThat(settled).hasSize(1);
    assertThat(closed).containsExactly("store");
    assertThat(out.toString(UTF_8).lines()).hasSize(1);
    DataDirectory.locked(data).close();
  }

  private String readyLine() throws InterruptedException {
    for (int i = 0; i < 1000 && out.size() == 0; i++) {
      Thread.sleep(10);
    }
    return out.toString(UTF_8);
  }

  @Test
  void a_taken_port_is_said_in_a_sentence_and_nothing_stays_open() throws Exception {
    List<String> closed = new ArrayList<>();
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      int exit =
          run(
              echo((request, reply) -> {}, List.of(), closed),
              "up",
              "--port",
              port,
              "--data",
              data.toString());
      assertThat(exit).isEqualTo(2);
      assertThat(err.toString(UTF_8)).contains("Port " + port + " is in use.").hasLineCount(1);
    }
    assertThat(closed).containsExactly("store");
    DataDirectory.locked(data).close();
  }

  @Test
  void a_locked_directory_is_said_in_a_sentence() throws Exception {
    var deployments = new AtomicInteger();
    try (var other = DataDirectory.locked(data)) {
      int exit =
          run(
              ground -> {
                deployments.incrementAndGet();
                return new NothingDeployed().deploy(ground);
              },
              "up",
              "--data",
              other.path().toString());
      assertThat(exit).isEqualTo(2);
      assertThat(err.toString(UTF_8)).contains("is in use by another gateway").hasLineCount(1);
      assertThat(deployments).hasValue(0);
    }
  }

  @Test
  void an_unknown_command_or_option_exits_with_2() throws Exception {
    assertThat(run(new NothingDeployed(), "upp")).isEqualTo(2);
    assertThat(run(new NothingDeployed(), "up", "--memmory")).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("Did you mean up?", "Did you mean --memory?");
    assertThat(out.size()).isZero();
  }

  @Test
  void what_is_kept_in_the_directory_is_its_owners_alone() throws Exception {
    try (var directory = DataDirectory.locked(data)) {
      assertThat(directory.kept("keys")).isEmpty();
      directory.keep("keys", "tg-1");
      directory.keep("keys", "tg-2");
      assertThat(directory.kept("keys")).contains("tg-2");
      assertThat(java.nio.file.Files.getPosixFilePermissions(data.resolve("keys"))).hasSize(2);
    }
  }
}
