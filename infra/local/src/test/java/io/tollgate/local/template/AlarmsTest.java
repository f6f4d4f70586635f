package io.tollgate.local.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.SideBySide;
import io.tollgate.aws.log.Metric;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What an operator is told, and by which numbers.
@SideBySide
class AlarmsTest {
  private static final CloudFormation TEMPLATE = CloudFormation.ofTheTree();
  private static final Map<String, JsonNode> ALARMS = TEMPLATE.ofType("AWS::CloudWatch::Alarm");

  private static Set<String> metrics(String namespace) {
    return ALARMS.values().stream()
        .flatMap(alarm -> alarm.findParents("MetricName").stream())
        .filter(metric -> metric.path("Namespace").asText().equals(namespace))
        .map(metric -> metric.path("MetricName").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void every_alarm_tells_the_operator_that_it_began_and_that_it_ended() {
    assertThat(ALARMS.values())
        .allSatisfy(alarm -> {
          assertThat(alarm.path("AlarmActions").path(0).path("Ref").asText()).isEqualTo("Operator");
          assertThat(alarm.path("OKActions").path(0).path("Ref").asText()).isEqualTo("Operator");
          assertThat(alarm.path("AlarmDescription").asText()).endsWith(".");
        });
  }

  @Test
  void there_is_an_alarm_for_each_thing_that_somebody_must_act_on() {
    assertThat(metrics("AWS/SQS"))
        .contains("ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage");
    assertThat(metrics("AWS/Lambda")).contains("Errors", "Throttles");
    assertThat(metrics("Tollgate"))
        .contains("BoundViolation", "SweepLagSeconds", "UnpricedModel", "LedgerDefect");
  }

  @Test
  void an_alarm_of_our_own_is_on_a_metric_that_the_code_writes_under_the_functions_name() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::word)).containsAll(metrics("Tollgate"));
    assertThat(ALARMS.values())
        .allSatisfy(alarm ->
            assertThat(alarm.findParents("MetricName"))
                .filteredOn(metric -> metric.path("Namespace").asText().equals("Tollgate"))
                .allSatisfy(metric -> {
                  assertThat(metric.path("Dimensions")).hasSize(1);
                  assertThat(metric.at("/Dimensions/0/Name").asText()).isEqualTo("Function");
                  assertThat(metric.at("/Dimensions/0/Value/Ref").asText()).endsWith("Function");
                }));
  }

  /// An alarm of the ledger's is a line by the name of its class.
  @Test
  void an_alarm_of_our_own_watches_exactly_the_functions_that_write_its_metric() {
    Map<String, Metric> byWord =
        Arrays.stream(Metric.values()).collect(Collectors.toMap(Metric::word, metric -> metric));
    Map<String, Set<String>> watched = new TreeMap<>();
    ALARMS.values().stream()
        .flatMap(alarm -> alarm.findParents("MetricName").stream())
        .filter(metric -> metric.path("Namespace").asText().equals("Tollgate"))
        .forEach(metric ->
            watched
                .computeIfAbsent(metric.path("MetricName").asText(), any -> new TreeSet<>())
                .add(metric.at("/Dimensions/0/Value/Ref").asText()));
    watched.forEach((word, functions) -> {
      Set<String> writers = new TreeSet<>(TEMPLATE.ofType("AWS::Serverless::Function").keySet());
      writers.removeIf(function -> !mayWrite(Deployed.reach(function), byWord.get(word)));
      assertThat(functions).as(word).isEqualTo(writers);
    });
  }

  private static boolean mayWrite(Reach reach, Metric metric) {
    return metric.events().stream()
        .anyMatch(event ->
            reach.says(event, "io/tollgate/aws/log/Metric")
                || reach.makes("io/tollgate/ledger/Alarms$Alarm$" + event));
  }

  @Test
  void errors_and_throttles_are_those_of_every_function() {
    for (String alarm : Set.of("FunctionErrors", "FunctionThrottles")) {
      Set<String> watched =
          ALARMS.get(alarm).findParents("MetricName").stream()
              .map(metric -> metric.at("/Dimensions/0/Value/Ref").asText())
              .collect(Collectors.toSet());
      assertThat(watched).isEqualTo(TEMPLATE.ofType("AWS::Serverless::Function").keySet());
    }
  }

  /// enforcement.md, section 6: the close delay, a bucket, and five minutes.
  @Test
  void the_sweep_is_late_after_its_close_delay_a_bucket_and_five_minutes_and_when_it_is_silent() {
    JsonNode environment = TEMPLATE.json().at("/Globals/Function/Environment/Variables");
    Duration closeDelay =
        duration(environment.path("TOLLGATE_MAX_CALL"))
            .plus(duration(environment.path("TOLLGATE_GRACE")));
    JsonNode alarm = ALARMS.get("SweepLag");
    assertThat(alarm.path("Threshold").asLong())
        .isEqualTo(closeDelay.plusMinutes(5).plusMinutes(5).toSeconds());
    assertThat(alarm.path("TreatMissingData").asText()).isEqualTo("breaching");
  }

  private static Duration duration(JsonNode text) {
    return Duration.parse("PT" + text.asText());
  }

  @Test
  void each_alarm_has_its_section_in_the_runbook_and_no_other_has() {
    Set<String> sections =
        SourceTree.text("docs/runbook.md")
            .lines()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring("## ".length()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(sections).isEqualTo(ALARMS.keySet());
  }

  @Test
  void the_dashboard_shows_every_alarm_and_only_metrics_that_the_code_writes() {
    String body = TEMPLATE.properties("Dashboard").at("/DashboardBody/Fn::Sub").asText();
    for (String alarm : ALARMS.keySet()) {
      assertThat(body).contains("\"${" + alarm + ".Arn}\"");
    }
    Set<String> shown =
        Pattern.compile("\\[\"Tollgate\", \"(\\w+)\"")
            .matcher(body)
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(Arrays.stream(Metric.values()).map(Metric::word)).containsAll(shown);
  }
}
