package io.tollgate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Connections that a time-out closes while they are in use.
final class JdkHttpTest {
  private static final Write ADD =
      new Write.Update(new Key("a", "A"), List.of(Action.add("u", Num.ONE)), Condition.ALWAYS);

  private final Closing wire = new Closing();
  private final Table table =
      new DynamoDbTable(
          "t", DynamoDbClients.at(URI.create("http://127.0.0.1:1"), new JdkHttp(wire)));

  /// Throws what `HttpURLConnection` does.
  private static final class Closing implements SdkHttpClient {
    private final AtomicInteger calls = new AtomicInteger();

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
      return new ExecutableHttpRequest() {
        @Override
        public HttpExecuteResponse call() {
          calls.incrementAndGet();
          throw new NullPointerException("because \"this.http\" is null");
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }

  @Test
  void a_write_on_such_a_connection_is_tried_again_and_then_unknown() {
    assertThat(table.write(ADD)).isInstanceOf(Answer.Unknown.class);
    assertThat(wire.calls).hasValue(3);
    assertThat(table.once(Duration.ofSeconds(5)).write(ADD)).isInstanceOf(Answer.Unknown.class);
    assertThat(wire.calls).hasValue(4);
  }

  @Test
  void so_is_a_transaction() {
    assertThat(table.transact(List.of(ADD))).isInstanceOf(Verdict.Unknown.class);
  }

  @Test
  void a_read_says_that_the_store_is_unavailable() {
    assertThatThrownBy(() -> table.get(new Key("a", "A"))).isInstanceOf(StoreUnavailable.class);
  }
}
