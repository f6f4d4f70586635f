package io.tollgate.local.isolate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.SideBySide;
import io.tollgate.aws.http.Invocation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@SideBySide
@Timeout(60)
class IsolatedFunctionTest {
  private static final InstantSource CLOCK = InstantSource.system();
  @TempDir private Path directory;
  private final AtomicInteger ids = new AtomicInteger();
  private final List<IsolatedFunction> functions = new ArrayList<>();

  @BeforeEach
  void lay() throws IOException, URISyntaxException {
    Path classes =
        Path.of(Puppet.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path built = Files.createDirectories(directory.resolve("built"));
    Files.createDirectory(built.resolve("lib"));
    Path script = built.resolve("tollgate-runtime");
    Files.writeString(
        script,
        "#!/bin/sh\nexec \"$TOLLGATE_JAVA\" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' %s\n"
            .formatted(classes, Puppet.class.getName()));
    assertThat(script.toFile().setExecutable(true)).isTrue();
  }

  @AfterEach
  void close() {
    functions.forEach(IsolatedFunction::close);
  }

  private IsolatedFunction function(int most, String handler, Duration timeout) {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    var function =
        new IsolatedFunction(
            new DeployedFunction(
                "puppet",
                handler,
                Zip.of(
                    directory.resolve("built"),
                    directory.resolve("zip-" + functions.size()),
                    "organisation: acme\n"),
                Map.of("TOLLGATE_JAVA", java.toString()),
                timeout,
                most,
                directory),
            CLOCK,
            () -> "id-" + ids.incrementAndGet());
    functions.add(function);
    return function;
  }

  private IsolatedFunction function(int most) {
    return function(most, "puppet", Duration.ofMinutes(1));
  }

  private static String handled(IsolatedFunction function, String event) throws IOException {
    return new String(function.handle(event.getBytes(UTF_8)), UTF_8);
  }

  private String invoked(IsolatedFunction function, String event) throws IOException {
    var response = new ByteArrayOutputStream();
    invoke(function, event, response);
    return response.toString(UTF_8);
  }

  private void invoke(IsolatedFunction function, String event, OutputStream response)
      throws IOException {
    var invocation = new Invocation("id-" + ids.incrementAndGet(), Instant.now().plusSeconds(900));
    function.invoke(event.getBytes(UTF_8), invocation, response);
  }

  @Test
  void a_process_takes_one_event_after_another() throws IOException {
    IsolatedFunction function = function(3);
    String first = handled(function, "hello");
    assertThat(first).startsWith("hello by ");
    assertThat(handled(function, "hello")).isEqualTo(first);
    assertThat(invoked(function, "stream")).isEqualTo("onetwo");
  }

  @Test
  void a_process_that_died_in_mid_call_fails_that_call_and_is_replaced() throws IOException {
    IsolatedFunction function = function(1);
    String first = handled(function, "hello");
    assertThatThrownBy(() -> invoked(function, "die"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ended in mid-call");
    assertThat(handled(function, "hello")).startsWith("hello by ").isNotEqualTo(first);
  }

  @Test
  void a_process_that_died_idle_is_replaced_unseen() throws Exception {
    IsolatedFunction function = function(1);
    String first = handled(function, "hello");
    long pid = Long.parseLong(first.substring("hello by ".length()));
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get();
    assertThat(handled(function, "hello")).startsWith("hello by ").isNotEqualTo(first);
  }

  @Test
  void a_call_beyond_its_time_is_ended_with_its_process() throws IOException {
    IsolatedFunction function = function(1, "puppet", Duration.ofSeconds(3));
    String first = handled(function, "hello");
    assertThatThrownBy(() -> invoked(function, "hang"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("puppet-1 did not end in time and was killed");
    assertThat(ProcessHandle.of(Long.parseLong(first.substring("hello by ".length()))))
        .satisfiesAnyOf(
            gone -> assertThat(gone).isEmpty(),
            ending ->
                assertThat(ending.orElseThrow().onExit()).succeedsWithin(Duration.ofSeconds(5)));
    assertThat(handled(function, "hello")).isNotEqualTo(first);
  }

  @Test
  void work_after_the_answer_has_the_same_time_and_its_answer_counts() throws IOException {
    IsolatedFunction function = function(1, "puppet", Duration.ofSeconds(3));
    assertThat(invoked(function, "linger")).isEqualTo("done");
    assertThat(handled(function, "hello")).startsWith("hello by ");
  }

  @Test
  void what_the_function_says_of_a_failure_is_told() {
    IsolatedFunction function = function(1);
    assertThatThrownBy(() -> invoked(function, "fail")).hasMessageContaining("as told");
    assertThatThrownBy(() -> invoked(function, "break"))
        .hasMessage("the function failed in mid-answer: Broken");
  }

  @Test
  void a_start_that_fails_says_why() {
    assertThatThrownBy(() -> handled(function(1, "faulty", Duration.ofMinutes(1)), "hello"))
        .hasMessage("puppet-1 did not start: {\"errorMessage\":\"policis is unknown\"}");
  }

  @Test
  void what_waits_for_a_restore_goes_on_at_once() throws IOException {
    assertThat(handled(function(1, "restored", Duration.ofMinutes(1)), "hello"))
        .startsWith("hello by ");
  }

  @Test
  void a_client_that_hung_up_is_not_told_to_the_function() throws IOException {
    IsolatedFunction function = function(1);
    String first = handled(function, "hello");
    var gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("the client hung up");
          }
        };
    assertThatThrownBy(() -> invoke(function, "stream", gone)).hasMessage("the client hung up");
    assertThat(handled(function, "hello")).isEqualTo(first);
  }

  @Test
  void a_call_beyond_the_most_is_throttled_and_an_event_fails() throws Exception {
    IsolatedFunction function = function(1);
    var begun = new CountDownLatch(1);
    var release = new CountDownLatch(1);
    var held = new ByteArrayOutputStream();
    var slow =
        new OutputStream() {
          @Override
          public void write(int b) {
            begun.countDown();
            try {
              release.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            held.write(b);
          }
        };
    CompletableFuture<Void> first =
        CompletableFuture.runAsync(() -> {
          try {
            invoke(function, "stream", slow);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
    begun.await();
    assertThat(invoked(function, "stream"))
        .startsWith("{\"statusCode\":429,")
        .contains("\"retry-after\":\"1\"", "\"code\":\"rate_limit_exceeded\"");
    assertThatThrownBy(() -> handled(function, "hello"))
        .hasMessage("all 1 processes of puppet are busy");
    release.countDown();
    first.get();
    assertThat(held.toString(UTF_8)).isEqualTo("onetwo");
  }

  @Test
  void a_process_that_has_answered_is_waited_for_before_a_call_is_throttled() throws Exception {
    IsolatedFunction function = function(1);
    var answered = new CountDownLatch(1);
    var response =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            answered.countDown();
          }
        };
    Thread first =
        Thread.ofVirtual()
            .start(() -> {
              try {
                invoke(function, "tidy", response);
              } catch (IOException e) {
                throw new IllegalStateException(e);
              }
            });
    answered.await();
    assertThat(invoked(function, "stream")).isEqualTo("onetwo");
    first.join();
  }

  @Test
  void closing_ends_the_processes() throws Exception {
    IsolatedFunction function = function(1);
    long pid = Long.parseLong(handled(function, "hello").substring("hello by ".length()));
    function.close();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
  }
}
