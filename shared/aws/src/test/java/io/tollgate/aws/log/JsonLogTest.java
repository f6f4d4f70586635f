package io.tollgate.aws.log;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tollgate.ledger.Alarms;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Rid;
import io.tollgate.money.Usd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final JsonLog log =
      new JsonLog(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          () -> Instant.parse("2026-11-24T12:00:00Z"));

  private String written() {
    return bytes.toString(StandardCharsets.UTF_8);
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
        .raise(new Alarms.Alarm.BoundViolation(rid, Usd.parse("0.5"), Usd.parse("0.75")));
    assertEquals(
        "{\"at\":\"2026-11-24T12:00:00Z\",\"level\":\"ERROR\",\"event\":\"BoundViolation\","
            + "\"bound_usd\":\"0.5\",\"cost_usd\":\"0.75\",\"rid\":\"10-1-lambda.1\"}"
            + System.lineSeparator(),
        written());
  }
}
