package io.tollgate.proxy.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Reads without a time-out of their own, and one timer that ends them, over real sockets.
@Timeout(30)
class WaitTest {
  private final InstantSource clock = InstantSource.system();
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket door;
  private Socket provider;
  private Connection connection;

  @BeforeEach
  void connect() throws IOException {
    door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    var socket = new Socket(door.getInetAddress(), door.getLocalPort());
    provider = door.accept();
    connection = new Connection(socket, socket, new Watch(timer), clock);
  }

  @AfterEach
  void close() throws IOException {
    connection.close();
    provider.close();
    door.close();
    timer.shutdownNow();
  }

  private Instant inAMinute() {
    return clock.instant().plusSeconds(60);
  }

  @Test
  void a_read_that_takes_too_long_is_late_and_so_is_every_one_after_it() throws IOException {
    assertThatThrownBy(() -> connection.fill(50, inAMinute()))
        .isInstanceOf(SocketTimeoutException.class);
    provider.getOutputStream().write('a');
    assertThatThrownBy(() -> connection.fill(5_000, inAMinute()))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void the_end_of_the_call_ends_a_read_before_its_own_limit() {
    Instant soon = clock.instant().plusMillis(50);
    assertThatThrownBy(() -> connection.fill(20_000, soon))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(clock.instant()).isBetween(soon.minusMillis(20), soon.plusSeconds(5));
  }

  @Test
  void what_comes_in_time_is_taken_again_and_again_and_time_between_reads_does_not_count()
      throws Exception {
    for (int i = 0; i < 3; i++) {
      provider.getOutputStream().write('a');
      assertThat(connection.fill(2_000, inAMinute())).isTrue();
      connection.from = connection.to;
    }
    provider.getOutputStream().write('b');
    assertThat(connection.fill(100, inAMinute())).isTrue();
    Thread.sleep(300);
    provider.getOutputStream().write('c');
    assertThat(connection.fill(2_000, inAMinute())).isTrue();
  }

  @Test
  void a_connection_that_rested_is_looked_after_again_when_it_wakes() {
    connection.rest();
    connection.wake();
    assertThatThrownBy(() -> connection.fill(50, inAMinute()))
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void silence_is_told_of_while_somebody_waits_and_does_not_lengthen_the_wait() {
    var told = new AtomicInteger();
    var silence = new Silence(Duration.ofMillis(60), told::incrementAndGet);
    assertThatThrownBy(() -> connection.fill(400, inAMinute(), silence))
        .isInstanceOf(SocketTimeoutException.class);
    assertThat(told.get()).isBetween(1, 6);
  }

  @Test
  void whoever_waits_goes_on_only_when_the_telling_has_ended() throws IOException {
    var ended = new AtomicInteger();
    var silence =
        new Silence(
            Duration.ofMillis(30),
            () -> {
              try {
                provider.getOutputStream().write('a');
                Thread.sleep(200);
              } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
              }
              ended.incrementAndGet();
            });
    assertThat(connection.fill(10_000, inAMinute(), silence)).isTrue();
    assertThat(ended.get()).isPositive();
  }
}
