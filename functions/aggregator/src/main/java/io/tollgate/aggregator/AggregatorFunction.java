package io.tollgate.aggregator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.alert.AlertOutbox;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.run.Environment;
import io.tollgate.aws.run.Ground;
import io.tollgate.aws.run.Settings;
import io.tollgate.aws.runtime.BufferedFunction;
import io.tollgate.aws.runtime.Rehearsed;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.table.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/// The function behind the queue and the minute's schedule: batches of usage events, and the sweep.
/// Safe for concurrent calls.
public final class AggregatorFunction implements BufferedFunction, Rehearsed {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final Aggregator aggregator;
  private final Sweeper sweeper;

  /// The function on Lambda.
  public AggregatorFunction() {
    Ground ground = Ground.of(Settings.of(Environment.of(System.getenv(), Set.of())));
    this(
        ground.ledger(),
        ground.table(),
        ground.clock(),
        ground.local(),
        ground.book(),
        ground.fan(),
        ground.log());
  }

  /// @param store the store's time
  /// @param local measures how long a sweep takes, nothing else
  /// @param book opened on the same store; its newest configuration has the organisation's calendar
  ///   and the limits whose thresholds are raised
  /// @param fan how several items are read and written at once
  public AggregatorFunction(
      Ledger ledger,
      Table table,
      InstantSource store,
      InstantSource local,
      Book book,
      Fan fan,
      Log log) {
    var watch = new ThresholdWatch(new AlertOutbox(table), book, log);
    var upkeep = new Upkeep(ledger, book, watch, store, fan, log);
    var refusals = new RefusalLog(table, fan, log);
    this.aggregator = new Aggregator(ledger, store, upkeep, refusals, log);
    this.sweeper = new Sweeper(ledger, local, upkeep, log);
  }

  /// Answers one event: a batch of SQS, or a tick of the schedule (`"detail-type":"Scheduled
  /// Event"` or `"tollgate":"sweep"`).
  ///
  /// @return for a batch, the messages that must come again; else `{}`
  /// @throws IOException if it is neither, so that whoever sent it learns of it
  @Override
  public byte[] handle(byte[] event) throws IOException {
    return switch (read(event)) {
      case Event.Batch(var messages) -> SqsEventJson.failures(aggregator.take(messages));
      case Event.Tick tick -> {
        sweeper.run();
        yield NOTHING;
      }
    };
  }

  /// Takes a batch without messages: nothing is settled, and the answer is written all the same.
  @Override
  public void rehearse() throws IOException {
    handle("{\"Records\":[]}".getBytes(StandardCharsets.UTF_8));
  }

  private sealed interface Event {
    record Batch(List<Message> messages) implements Event {}

    record Tick() implements Event {}
  }

  private static Event read(byte[] event) throws IOException {
    try (JsonParser json = JSON.createParser(event)) {
      json.nextToken();
      for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
        if (name.equals("Records")) {
          return new Event.Batch(SqsEventJson.records(json));
        }
        JsonToken value = json.nextToken();
        if (value == JsonToken.VALUE_STRING && isTick(name, json.getText())) {
          return new Event.Tick();
        }
        json.skipChildren();
      }
    }
    throw new IOException("neither a batch of SQS nor a tick of the schedule");
  }

  private static boolean isTick(String name, String value) {
    return (name.equals("detail-type") && value.equals("Scheduled Event"))
        || (name.equals("tollgate") && value.equals("sweep"));
  }
}
