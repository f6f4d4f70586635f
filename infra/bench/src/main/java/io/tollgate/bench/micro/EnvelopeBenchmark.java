package io.tollgate.bench.micro;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.aws.http.Envelope;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Invocation;
import io.tollgate.aws.http.Request;
import io.tollgate.bench.http.Ask;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/// Lambda's envelope: an event read, a prelude written.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class EnvelopeBenchmark {
  /// Of the caller's body.
  @Param({"300", "40000"})
  public int bytes;

  private final Invocation invocation = new Invocation("bench-1", Instant.MAX);
  private final Headers headers =
      Headers.of(
          Map.of(
              "content-type", List.of("application/json"),
              "tollgate-request-id", List.of("abc"),
              "x-request-id", List.of("abc")));
  private byte[] event = {};

  /// Makes the event.
  @Setup
  public void setUp() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("httpMethod", "POST")
            .put("path", "/v1/chat/completions")
            .put("body", Ask.chat("bench/m", false, 64, bytes))
            .put("isBase64Encoded", false);
    json.putObject("multiValueHeaders").putArray("content-type").add("application/json");
    event = json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /// @return the request inside
  @Benchmark
  public Request read() throws IOException {
    return Envelope.read(event, invocation);
  }

  /// @return the body, whose head has been written
  @Benchmark
  public OutputStream write() throws IOException {
    OutputStream body = Envelope.reply(OutputStream.nullOutputStream()).begin(200, headers);
    body.flush();
    return body;
  }
}
