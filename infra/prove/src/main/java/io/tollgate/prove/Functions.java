package io.tollgate.prove;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.aggregator.AggregatorFunction;
import io.tollgate.aws.log.Log;
import io.tollgate.table.StoreUnavailable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The production function behind the queue and the schedule, fed as Lambda feeds it.
final class Functions {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] TICK = "{\"tollgate\":\"sweep\"}".getBytes(StandardCharsets.UTF_8);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  /// What a function must never have to say, whatever goes wrong around it.
  private static final Set<String> DEFECTS = Set.of("call_not_settled", "message_unreadable");

  private final World world;
  private final Stage stage;
  private final AggregatorFunction function;

  Functions(World world, Instance instance, Stage stage) {
    this.world = world;
    this.stage = stage;
    function =
        new AggregatorFunction(
            instance.ledger(),
            instance.table(),
            instance.clock(),
            instance.host(),
            instance.book(),
            instance.fan(),
            Functions::line);
  }

  private static void line(Log.Level level, String event, Map<String, ?> fields) {
    if (DEFECTS.contains(event)) {
      throw Laws.broken(event + " " + fields);
    }
  }

  /// Takes batches from the queue for ever.
  void batches() {
    while (true) {
      List<Queue.Letter> batch = stage.queue().receive();
      if (batch.isEmpty()) {
        world.current().sleep(Duration.ofMillis(500 + world.random().nextInt(1500)));
      } else {
        take(batch);
      }
    }
  }

  private void take(List<Queue.Letter> batch) {
    try {
      String failed = new String(handle(event(batch)), StandardCharsets.UTF_8);
      stage
          .queue()
          .acknowledge(
              batch.stream().filter(letter -> !failed.contains('"' + letter.id() + '"')).toList());
    } catch (StoreUnavailable e) {
      // The whole batch comes again.
      world.current().sleep(Duration.ofMillis(10));
    }
  }

  /// Sweeps about every minute for ever.
  void sweeps() {
    while (true) {
      try {
        handle(TICK);
      } catch (StoreUnavailable e) {
        // The next run goes on from the mark.
        world.current().sleep(Duration.ofMillis(10));
      }
      world.current().sleepUntil(world.now() + world.between(MINUTE.dividedBy(6), MINUTE));
    }
  }

  private byte[] handle(byte[] event) {
    try {
      return function.handle(event);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] event(List<Queue.Letter> batch) {
    var bytes = new ByteArrayOutputStream(4096);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeArrayFieldStart("Records");
      for (Queue.Letter letter : batch) {
        json.writeStartObject();
        json.writeStringField("messageId", letter.id());
        json.writeStringField("body", letter.body());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array of bytes does not fail", e);
    }
    return bytes.toByteArray();
  }
}
