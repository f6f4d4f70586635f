package io.tollgate.aws.log;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Writes the numbers of a line in CloudWatch's embedded metric format, so that the line which is
/// logged anyway is the metric too: no request, no agent, no library.
///
/// One dimension, the function's name, tells stacks of one account apart. The format: CloudWatch
/// User Guide, "Specification: Embedded metric format", read in November 2026.
final class EmbeddedMetrics {
  /// What all metrics of ours are under.
  static final String NAMESPACE = "Tollgate";

  static final String DIMENSION = "Function";

  /// Looked up at each line, so made once.
  private static final Map<String, Set<Metric>> BY_EVENT =
      Arrays.stream(Metric.values())
          .flatMap(metric -> metric.events().stream())
          .distinct()
          .collect(Collectors.toUnmodifiableMap(event -> event, EmbeddedMetrics::carriedBy));

  private final String function;

  EmbeddedMetrics(String function) {
    this.function = function;
  }

  private static Set<Metric> carriedBy(String event) {
    return Arrays.stream(Metric.values())
        .filter(metric -> metric.events().contains(event))
        .collect(Collectors.toUnmodifiableSet());
  }

  Map<Metric, BigDecimal> of(String event, Map<String, ?> fields) {
    Map<Metric, BigDecimal> numbers = new EnumMap<>(Metric.class);
    for (Metric metric : BY_EVENT.getOrDefault(event, Set.of())) {
      metric.read(fields).ifPresent(number -> numbers.put(metric, number));
    }
    return numbers;
  }

  void write(Map<Metric, BigDecimal> numbers, Instant at, JsonGenerator json) throws IOException {
    json.writeObjectFieldStart("_aws");
    json.writeNumberField("Timestamp", at.toEpochMilli());
    json.writeArrayFieldStart("CloudWatchMetrics");
    json.writeStartObject();
    json.writeStringField("Namespace", NAMESPACE);
    json.writeArrayFieldStart("Dimensions");
    json.writeStartArray();
    json.writeString(DIMENSION);
    json.writeEndArray();
    json.writeEndArray();
    json.writeArrayFieldStart("Metrics");
    for (Metric metric : numbers.keySet()) {
      json.writeStartObject();
      json.writeStringField("Name", metric.word());
      json.writeStringField("Unit", metric.unit().word());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeStringField(DIMENSION, function);
    for (Map.Entry<Metric, BigDecimal> number : numbers.entrySet()) {
      json.writeNumberField(number.getKey().word(), number.getValue());
    }
  }
}
