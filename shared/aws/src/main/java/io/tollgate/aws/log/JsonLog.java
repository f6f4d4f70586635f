package io.tollgate.aws.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// One JSON object a line on a stream: what CloudWatch Logs takes from a function's standard
/// output.
public final class JsonLog implements Log {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintStream out;
  private final InstantSource clock;
  private final Level least;
  private final Optional<EmbeddedMetrics> metrics;

  private JsonLog(
      PrintStream out, InstantSource clock, Level least, Optional<EmbeddedMetrics> metrics) {
    this.out = out;
    this.clock = clock;
    this.least = least;
    this.metrics = metrics;
  }

  /// Every line, and nothing but what it says.
  public JsonLog(PrintStream out, InstantSource clock) {
    this(out, clock, Level.INFO, Optional.empty());
  }

  /// For a function on Lambda: lines that are {@link Metric}s too.
  ///
  /// @param least what is still worth a line; of a lesser one only its metrics are written
  /// @param function the metrics' dimension: Lambda's name for the function
  public static JsonLog metered(
      PrintStream out, InstantSource clock, Level least, String function) {
    return new JsonLog(out, clock, least, Optional.of(new EmbeddedMetrics(function)));
  }

  @Override
  public void line(Level level, String event, Map<String, ?> fields) {
    Map<Metric, BigDecimal> numbers = metrics.map(all -> all.of(event, fields)).orElseGet(Map::of);
    boolean isWritten = level.compareTo(least) >= 0;
    if (isWritten || !numbers.isEmpty()) {
      // One call, so that lines of several threads do not mix.
      out.println(text(level, event, isWritten ? fields : Map.of(), numbers));
    }
  }

  /// Metrics come at any level.
  @Override
  public boolean takes(Level level) {
    return metrics.isPresent() || level.compareTo(least) >= 0;
  }

  private String text(
      Level level, String event, Map<String, ?> fields, Map<Metric, BigDecimal> numbers) {
    Instant now = clock.instant();
    var text = new StringWriter(256);
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("at", now.toString());
      json.writeStringField("level", level.name());
      json.writeStringField("event", event);
      for (Map.Entry<String, ?> field : new TreeMap<>(fields).entrySet()) {
        json.writeFieldName(field.getKey());
        switch (field.getValue()) {
          case Integer number -> json.writeNumber(number);
          case Long number -> json.writeNumber(number);
          case Boolean flag -> json.writeBoolean(flag);
          case Object other -> json.writeString(other.toString());
        }
      }
      if (!numbers.isEmpty() && metrics.isPresent()) {
        metrics.get().write(numbers, now, json);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a StringWriter does not fail", e);
    }
    return text.toString();
  }
}
