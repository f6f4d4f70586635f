package io.tollgate.bench.demo;

import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.ConfigFile;
import io.tollgate.bench.gateway.Desk;
import io.tollgate.bench.gateway.Running;
import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Provider;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// An agent that repeats a call of $0.06 a thousand times a minute, against each guard alone,
/// beside people who go on working. Nothing is estimated but the rest of the day.
public final class Demo {
  public static final Arguments.Options OPTIONS =
      new Arguments.Options(
          Map.of("--seconds", "10", "--before", "3", "--calls", "1000", "--people", "40"),
          List.of("--in-process"));

  private Demo() {}

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    return report(outcomes(Guard.ALL, arguments, progress), arguments);
  }

  /// What came of each guard, one after the other.
  static List<Outcome> outcomes(List<Guard> guards, Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(arguments.whole("--seconds", 3, 600));
    Duration before = Duration.ofSeconds(arguments.whole("--before", 1, 600));
    int perMinute = arguments.whole("--calls", 60, 6_000);
    int persons = arguments.whole("--people", 1, 500);
    try (var dear = new Provider(Answers.plain(House.DEAR_TOKENS));
        var usual = new Provider(Answers.plain(House.USUAL_TOKENS))) {
      var house = new House(dear.baseUrl(), usual.baseUrl());
      try (var config = ConfigFile.of(house.yaml(guards.getFirst()));
          Running gateway = start(arguments.has("--in-process"), config.path())) {
        List<Desk.Issued> people = people(gateway, persons);
        var trial =
            new Trial(
                gateway.door(), house, dear, people, new AtomicLong(), perMinute, before, time);
        progress.step("people begin to work");
        // Not measured: a gateway is slow while its code is new.
        trial.everybody(before.multipliedBy(2)).end();
        return outcomes(trial, guards, progress);
      }
    }
  }

  private static List<Outcome> outcomes(Trial trial, List<Guard> guards, Progress progress)
      throws IOException, InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (Guard guard : guards) {
      int number = outcomes.size() + 1;
      progress.step("guard %d of %d: %s".formatted(number, guards.size(), guard.name()));
      outcomes.add(trial.of(guard, number));
    }
    return outcomes;
  }

  /// At noon by its clock, so that no budget's day ends meanwhile.
  private static Running start(boolean inProcess, Path config) throws IOException {
    Instant noon = Instant.now().truncatedTo(ChronoUnit.DAYS).plus(Duration.ofHours(12));
    return Running.start(inProcess, config, Optional.of(noon));
  }

  private static List<Desk.Issued> people(Running gateway, int persons) throws IOException {
    var people = new ArrayList<Desk.Issued>();
    try (var desk = new Desk(gateway.door())) {
      for (int i = 0; i < persons; i++) {
        people.add(desk.issue(House.MEMBER));
      }
    }
    return people;
  }

  private static Report report(List<Outcome> outcomes, Arguments arguments) {
    return new Report(
        "demo",
        List.of(
            "An agent repeats a call of $%s, %s times a minute, against one guard after the other."
                .formatted(House.CALL.plain(), arguments.text("--calls")),
            "%s people with a key each ask something once a second. Providers answer at once."
                .formatted(arguments.text("--people")),
            "From: when the guard came into force; it refuses and stops so long after that.",
            "A day: what was billed, and the rest of the day at the pace of the last third."),
        List.of(
            new Sheet("the agent", Rows.RUNAWAY, outcomes.stream().map(Rows::runaway).toList()),
            new Sheet("everybody else", Rows.OTHERS, outcomes.stream().map(Rows::others).toList())),
        outcomes.stream().flatMap(outcome -> outcome.broken(House.CALL).stream()).toList());
  }
}
