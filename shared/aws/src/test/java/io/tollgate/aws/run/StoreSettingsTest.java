package io.tollgate.aws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoreSettingsTest {
  @Test
  void a_table_is_enough() {
    assertEquals(
        new StoreSettings("tollgate", Duration.ofMinutes(15), Duration.ofMinutes(2)),
        StoreSettings.of(Map.of("TOLLGATE_TABLE", "tollgate")));
  }

  @Test
  void what_is_missing_or_wrong_stops_the_start() {
    assertThrows(IllegalArgumentException.class, () -> StoreSettings.of(Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> StoreSettings.of(Map.of("TOLLGATE_TABLE", "t", "TOLLGATE_GRACE", "2 minutes")));
  }
}
