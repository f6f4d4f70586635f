package io.tollgate.local.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class HungUpTest {
  private static final Logger CONNECTIONS =
      Logger.getLogger("io.helidon.webserver.http1.Http1Connection");

  private final HungUp hungUp = new HungUp();

  @Test
  void a_caller_who_hangs_up_in_the_middle_of_a_head_is_kept_out_of_the_log() throws Exception {
    var lines = new Lines();
    CONNECTIONS.addHandler(lines);
    try (var server = new Server(0, (call, answer) -> {})) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        socket
            .getOutputStream()
            .write("POST / HTTP/1.1\r\nHost: x\r\nX-A: ".getBytes(StandardCharsets.US_ASCII));
      }
      LogRecord line = lines.kept.poll(5, TimeUnit.SECONDS);
      assertThat(line).isNotNull();
      assertThat(hungUp.isLoggable(line)).isFalse();
    } finally {
      CONNECTIONS.removeHandler(lines);
    }
  }

  @Test
  void every_other_line_is_written() {
    var line = new LogRecord(Level.WARNING, "Internal server error");
    assertThat(hungUp.isLoggable(line)).isTrue();
    line.setThrown(new IllegalStateException(new IOException("the disk is full")));
    assertThat(hungUp.isLoggable(line)).isTrue();
  }

  private static final class Lines extends Handler {
    final BlockingQueue<LogRecord> kept = new LinkedBlockingQueue<>();

    @Override
    public void publish(LogRecord line) {
      kept.add(line);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
