package io.tollgate.aws.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class StartTest {
  private static final Map<String, String> SNAPSHOT =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
  private static final Map<String, String> ON_DEMAND =
      Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");

  private final FakeRuntimeApi lambda = new FakeRuntimeApi();
  private final List<String> told = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() {
    lambda.close();
  }

  /// Says which one of its kind it is.
  private final class Numbered implements BufferedFunction, Rehearsed {
    private final int number;

    Numbered() {
      number = 1 + (int) told.stream().filter("made"::equals).count();
      told.add("made");
    }

    @Override
    public byte[] handle(byte[] event) {
      return ("number " + number).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void rehearse() {
      told.add("rehearsed " + number);
    }
  }

  @Test
  void on_demand_the_function_is_made_once_and_serves_at_once() throws IOException {
    Work work = start(() -> new Work.Buffered(new Numbered())).work(ON_DEMAND);
    assertThat(told).containsExactly("made");
    assertThat(text(work)).isEqualTo("number 1");
    assertThat(lambda.requests).isEmpty();
  }

  @Test
  void before_a_snapshot_it_is_rehearsed_and_after_the_restore_made_anew() throws Exception {
    var work = new CompletableFuture<Work>();
    Start start = start(() -> new Work.Buffered(new Numbered()));
    Thread.ofVirtual()
        .start(() -> {
          try {
            work.complete(start.work(SNAPSHOT));
          } catch (IOException e) {
            work.completeExceptionally(e);
          }
        });
    while (lambda.requests.isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(lambda.requests).containsExactly("GET restore/next");
    assertThat(told).containsExactly("made", "rehearsed 1");
    assertThat(work).isNotDone();
    lambda.restore();
    assertThat(text(work.get())).isEqualTo("number 2");
    assertThat(told).containsExactly("made", "rehearsed 1", "made");
  }

  @Test
  void a_function_that_cannot_be_made_tells_lambda_the_sentence_and_its_causes() {
    Supplier<Work> maker =
        () -> {
          throw new IllegalArgumentException(
              "TOLLGATE_TABLE names no table", new IllegalStateException("nobody set it"));
        };
    assertThatThrownBy(() -> start(maker).work(ON_DEMAND))
        .isInstanceOf(Start.NotStarted.class)
        .hasMessageStartingWith("TOLLGATE_TABLE names no table; because of ");
    assertThat(lambda.requests).containsExactly("POST init/error");
    assertThat(lambda.faults.remove())
        .startsWith("{\"errorType\":\"IllegalArgumentException\",\"errorMessage\":\"TOLLGATE_TABLE")
        .contains("nobody set it");
  }

  @Test
  void a_function_that_cannot_be_made_after_a_restore_says_that() {
    lambda.restore();
    Supplier<Work> maker =
        () -> {
          if (!told.isEmpty()) {
            throw new IllegalStateException("the store is gone");
          }
          return new Work.Buffered(new Numbered());
        };
    assertThatThrownBy(() -> start(maker).work(SNAPSHOT))
        .isInstanceOf(Start.NotStarted.class)
        .hasMessage("the store is gone");
    assertThat(lambda.requests).containsExactly("GET restore/next", "POST restore/error");
  }

  @Test
  void a_handler_that_is_no_function_is_said_by_its_name() {
    assertThatThrownBy(() -> Work.named("io.tollgate.Nothing"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the handler 'io.tollgate.Nothing' is no public class");
    assertThatThrownBy(() -> Work.named("java.lang.Object"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object is neither a StreamingFunction nor");
  }

  @Test
  void an_address_that_is_none_is_said_with_its_name() {
    assertThatThrownBy(() -> Address.of(Map.of("AWS_LAMBDA_RUNTIME_API", "here")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AWS_LAMBDA_RUNTIME_API='here' is no host:port");
  }

  private Start start(Supplier<Work> maker) {
    return new Start(LoopTest.api(lambda.address()), maker);
  }

  private static String text(Work work) throws IOException {
    return switch (work) {
      case Work.Buffered(var function) ->
          new String(function.handle(new byte[0]), StandardCharsets.UTF_8);
      case Work.Streamed streamed -> throw new AssertionError(streamed);
    };
  }
}
