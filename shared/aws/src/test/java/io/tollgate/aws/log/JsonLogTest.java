package io.tollgate.aws.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tollgate.ledger.Alarms;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Rid;
import io.tollgate.money.Usd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private static final InstantSource NOON = () -> Instant.parse("2026-11-24T12:00:00Z");
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private final JsonLog log = new JsonLog(out, NOON);

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private JsonLog onLambda(Log.Level least) {
    return JsonLog.metered(out, NOON, least, "gate-Sweep-1");
  }

  @Test
  void a_line_is_one_json_object_and_numbers_stay_numbers() {
    log.line(Log.Level.WARN, "sweep", Map.of("charged", 3, "why", "two\nlines", "late", true));
    assertEquals(
        "{\"at\":\"2026-11-24T12:00:00Z\",\"level\":\"WARN\",\"event\":\"sweep\",\"charged\":3,"
            + "\"late\":true,\"why\":\"two\\nlines\"}"
            + System.lineSeparator(),
        written());
  }

  @Test
  void an_alarm_is_a_line_at_error_by_its_name() {
    var rid = new Rid(new Bucket(36, 5), 1, "lambda", 1);
    new LoggedAlarms(log)
        .raise(
            new Alarms.Alarm.BoundViolation(
                rid, "house", "m", Usd.parse("0.5"), Usd.parse("0.75")));
    assertEquals(
        "{\"at\":\"2026-11-24T12:00:00Z\",\"level\":\"ERROR\",\"event\":\"BoundViolation\","
            + "\"bound_usd\":\"0.5\",\"cost_usd\":\"0.75\",\"model\":\"m\",\"provider\":\"house\",\"rid\":\"10-1-lambda.1\"}"
            + System.lineSeparator(),
        written());
  }

  @Test
  void on_lambda_the_line_itself_is_the_metric() {
    onLambda(Log.Level.INFO).line(Log.Level.INFO, "sweep", Map.of("lag_seconds", 60L));
    assertEquals(
        "{\"at\":\"2026-11-24T12:00:00Z\",\"level\":\"INFO\",\"event\":\"sweep\",\"lag_seconds\":60,"
            + "\"_aws\":{\"Timestamp\":1795521600000,\"CloudWatchMetrics\":[{\"Namespace\":\"Tollgate\","
            + "\"Dimensions\":[[\"Function\"]],\"Metrics\":[{\"Name\":\"SweepLagSeconds\","
            + "\"Unit\":\"Seconds\"}]}]},\"Function\":\"gate-Sweep-1\",\"SweepLagSeconds\":60}"
            + System.lineSeparator(),
        written());
  }

  @Test
  void below_the_level_only_the_metrics_of_a_line_are_left() {
    JsonLog quiet = onLambda(Log.Level.WARN);
    assertTrue(quiet.takes(Log.Level.INFO));
    quiet.line(Log.Level.INFO, "started", Map.of("after", 3));
    assertEquals("", written());
    quiet.line(Log.Level.INFO, "call", Map.of("member", "ada", "cost_usd", "0.25"));
    assertTrue(written().endsWith(",\"Calls\":1,\"SpendUsd\":0.25}" + System.lineSeparator()));
    assertFalse(written().contains("ada"));
  }

  @Test
  void a_cost_that_is_not_known_yet_is_no_number() {
    onLambda(Log.Level.INFO).line(Log.Level.INFO, "call", Map.of("cost_usd", "bound"));
    assertFalse(written().contains("SpendUsd"));
  }

  @Test
  void a_refusal_counts_twice_where_somebody_must_act_on_its_cause() {
    onLambda(Log.Level.WARN)
        .line(Log.Level.INFO, "call_refused", Map.of("code", "model_not_priced"));
    assertTrue(written().endsWith(",\"Refusals\":1,\"UnpricedModel\":1}" + System.lineSeparator()));
    bytes.reset();
    onLambda(Log.Level.WARN)
        .line(Log.Level.INFO, "call_refused", Map.of("code", "budget_exceeded"));
    assertTrue(written().endsWith(",\"Refusals\":1}" + System.lineSeparator()));
  }
}
