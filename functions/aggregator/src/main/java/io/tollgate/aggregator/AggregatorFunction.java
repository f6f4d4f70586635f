package io.tollgate.aggregator;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tollgate.aws.dynamodb.DynamoDbClients;
import io.tollgate.aws.dynamodb.DynamoDbTable;
import io.tollgate.aws.log.JsonLog;
import io.tollgate.aws.log.Log;
import io.tollgate.aws.log.LoggedAlarms;
import io.tollgate.aws.run.Sleep;
import io.tollgate.aws.run.StoreSettings;
import io.tollgate.aws.run.ThreadFan;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Closing;
import io.tollgate.ledger.Fan;
import io.tollgate.ledger.Ledger;
import io.tollgate.policy.Book;
import io.tollgate.policy.PolicyStore;
import io.tollgate.table.StoreClock;
import io.tollgate.table.Table;
import io.tollgate.table.TimedTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/// The function behind the queue and the minute's schedule: batches of usage events, and the sweep.
/// Safe for concurrent calls.
public final class AggregatorFunction {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int CONNECTIONS = 16;
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final Aggregator aggregator;
  private final Sweeper sweeper;

  /// The function on Lambda.
  public AggregatorFunction() {
    var settings = StoreSettings.of(System.getenv());
    InstantSource local = InstantSource.system();
    var store = new StoreClock(local);
    Table table =
        new TimedTable(
            new DynamoDbTable(settings.table(), DynamoDbClients.onAws(DynamoDbClients.http())),
            store);
    Fan fan = new ThreadFan(Executors.newVirtualThreadPerTaskExecutor(), CONNECTIONS);
    Log log = new JsonLog(System.out, local);
    Closing closing = Closing.start(table, settings.longestCall(), settings.grace());
    var book = new Book(new PolicyStore(table), new TableKeyStore(table));
    this(
        new Ledger(table, closing, fan, new Sleep(), new SecureRandom(), new LoggedAlarms(log)),
        table,
        store,
        local,
        () -> calendar(book, store),
        fan,
        log);
  }

  // A zone changes an hour ahead at the earliest, so a minute is young.
  private static Calendar calendar(Book book, InstantSource store) {
    if (book.isOlderThan(Duration.ofMinutes(1), store.instant())) {
      book.refresh();
    }
    return book.current().calendar();
  }

  /// @param store the store's time
  /// @param local measures how long a sweep takes, nothing else
  /// @param calendar the organisation's, of the newest configuration
  /// @param fan how several items are read and written at once
  public AggregatorFunction(
      Ledger ledger,
      Table table,
      InstantSource store,
      InstantSource local,
      Supplier<Calendar> calendar,
      Fan fan,
      Log log) {
    var upkeep = new Upkeep(ledger, calendar, fan, log);
    var refusals = new RefusalLog(table, fan, log);
    this.aggregator = new Aggregator(ledger, store, upkeep, refusals, log);
    this.sweeper = new Sweeper(ledger, local, upkeep, log);
  }

  /// Lambda's entry.
  public void handle(InputStream event, OutputStream answer) throws IOException {
    answer.write(handle(event.readAllBytes()));
  }

  /// Answers one event: a batch of SQS, or a tick of the schedule (`"detail-type":"Scheduled
  /// Event"` or `"tollgate":"sweep"`).
  ///
  /// @return for a batch, the messages that must come again; else `{}`
  /// @throws IOException if it is neither, so that whoever sent it learns of it
  public byte[] handle(byte[] event) throws IOException {
    return switch (read(event)) {
      case Event.Batch(var messages) -> SqsEventJson.failures(aggregator.take(messages));
      case Event.Tick tick -> {
        sweeper.run();
        yield NOTHING;
      }
    };
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
