package io.tollgate.bench.micro;

import io.tollgate.bench.http.Answers;
import io.tollgate.proxy.dialect.OpenAiChat;
import io.tollgate.proxy.dialect.Relay;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A stream of 20 chunks through the relay, from memory into nothing.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RelayBenchmark {
  private final List<byte[]> events = Answers.events();
  private final OpenAiChat dialect = new OpenAiChat();
  private final OutputStream nowhere = OutputStream.nullOutputStream();

  /// @return the relay, which has read the usage
  @Benchmark
  public Relay stream() throws IOException {
    Relay relay = dialect.relay(false, usage -> Optional.empty());
    for (byte[] event : events) {
      relay.accept(event, 0, event.length, nowhere);
    }
    relay.end(nowhere);
    return relay;
  }
}
