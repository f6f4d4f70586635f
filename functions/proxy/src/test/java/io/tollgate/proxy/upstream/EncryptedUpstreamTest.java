package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncryptedUpstreamTest {
  private static final char[] PASSWORD = "changeit".toCharArray();
  private static final byte[] REQUEST =
      "POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
  private SSLContext trusting;
  private SSLServerSocket server;

  @BeforeEach
  void start() throws Exception {
    Path store = directory.resolve("store.p12");
    int exit =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD),
                "-validity",
                "2")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    var ours = KeyManagerFactory.getInstance("PKIX");
    ours.init(keys, PASSWORD);
    var theirs = TrustManagerFactory.getInstance("PKIX");
    theirs.init(keys);
    trusting = SSLContext.getInstance("TLS");
    trusting.init(ours.getKeyManagers(), theirs.getTrustManagers(), null);
    server =
        (SSLServerSocket)
            trusting
                .getServerSocketFactory()
                .createServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::serve);
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    watch.shutdownNow();
  }

  @Test
  void a_trusted_host_answers_and_its_connection_is_kept() throws IOException {
    var upstream = new Upstream(trusting.getSocketFactory(), watch, InstantSource.system());
    for (int i = 0; i < 2; i++) {
      var sent = (Sent.Answered) upstream.send(origin("localhost"), REQUEST, waits());
      try (var exchange = sent.exchange()) {
        assertThat(exchange.status()).isEqualTo(200);
        assertThat(exchange.next()).isTrue();
        assertThat(exchange.length()).isEqualTo(2);
        assertThat(exchange.next()).isFalse();
      }
    }
  }

  @Test
  void a_certificate_of_another_name_gets_no_request() {
    var upstream = new Upstream(trusting.getSocketFactory(), watch, InstantSource.system());
    assertThat(upstream.send(origin("127.0.0.1"), REQUEST, waits()))
        .isInstanceOf(Sent.Unsent.class);
  }

  @Test
  void an_authority_that_nobody_trusts_gets_no_request() {
    var upstream =
        new Upstream(
            (SSLSocketFactory) SSLSocketFactory.getDefault(), watch, InstantSource.system());
    assertThat(upstream.send(origin("localhost"), REQUEST, waits()))
        .isInstanceOf(Sent.Unsent.class);
  }

  private Origin origin(String host) {
    return new Origin(true, host, server.getLocalPort());
  }

  private static Waits waits() {
    Duration second = Duration.ofSeconds(2);
    return new Waits(second, second, second, Instant.now().plusSeconds(10));
  }

  private void serve() {
    while (!server.isClosed()) {
      try (var socket = server.accept()) {
        var in = socket.getInputStream();
        byte[] request = new byte[REQUEST.length];
        while (in.readNBytes(request, 0, request.length) == request.length) {
          socket
              .getOutputStream()
              .write(
                  "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi"
                      .getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException refused) {
        // The client did not trust us, or the test is over.
      }
    }
  }
}
