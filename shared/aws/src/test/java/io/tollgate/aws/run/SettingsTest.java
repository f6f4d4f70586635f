package io.tollgate.aws.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.aws.log.Log;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingsTest {
  @Test
  void a_table_is_enough() {
    assertThat(settings(Map.of("TOLLGATE_TABLE", "tollgate", "LAMBDA_TASK_ROOT", "/var/task")))
        .isEqualTo(
            new Settings(
                "tollgate",
                Duration.ofMinutes(15),
                Duration.ofMinutes(2),
                Log.Level.INFO,
                Path.of("/var/task/tollgate.yaml"),
                "local"));
  }

  @Test
  void what_is_missing_or_wrong_stops_the_start() {
    assertRefused(Map.of(), "TOLLGATE_TABLE is not set; it names the table and has no default");
    assertRefused(
        Map.of("TOLLGATE_TABLE", "t", "TOLLGATE_GRACE", "2 minutes"),
        "TOLLGATE_GRACE=2 minutes is no whole number of seconds such as 120s");
    assertRefused(
        Map.of("TOLLGATE_TABLE", "t", "TOLLGATE_LOG_LEVEL", "debug"),
        "TOLLGATE_LOG_LEVEL=debug is none of INFO, WARN and ERROR");
  }

  @Test
  void an_unknown_name_of_ours_stops_the_start_and_the_nearest_is_named() {
    assertRefused(
        Map.of("TOLLGATE_TABEL", "t"),
        "the environment says TOLLGATE_TABEL, which this function does not know;"
            + " did you mean TOLLGATE_TABLE?");
    assertRefused(
        Map.of("TOLLGATE_TABLE", "t", "TOLLGATE_QUEUE_URL", "q"),
        "the environment says TOLLGATE_QUEUE_URL, which this function does not know; it knows"
            + " TOLLGATE_GRACE, TOLLGATE_JAVA, TOLLGATE_JAVA_OPTIONS, TOLLGATE_LOG_LEVEL,"
            + " TOLLGATE_MAX_CALL, TOLLGATE_TABLE");
  }

  @Test
  void the_names_of_others_and_of_the_script_are_left_alone() {
    assertThat(
            settings(
                    Map.of(
                        "TOLLGATE_TABLE", "t",
                        "TOLLGATE_JAVA", "java",
                        "TOLLGATE_JAVA_OPTIONS", "-Xmx1g",
                        "PATH", "/bin"))
                .table())
        .isEqualTo("t");
  }

  private static Settings settings(Map<String, String> variables) {
    return Settings.of(Environment.of(variables, Set.of()));
  }

  private static void assertRefused(Map<String, String> variables, String sentence) {
    assertThatThrownBy(() -> settings(variables))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }
}
