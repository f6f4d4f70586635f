package io.tollgate.bench.overspend;

import io.tollgate.bench.Arguments;
import io.tollgate.bench.Progress;
import io.tollgate.bench.Report;
import io.tollgate.bench.Sheet;
import io.tollgate.bench.gateway.ConfigFile;
import io.tollgate.bench.gateway.Running;
import io.tollgate.bench.http.Answers;
import io.tollgate.bench.http.Provider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// 200 callers at once on a budget of $1.00, each call at exactly $0.10: 10 may pass, never 11.
public final class Overspend {
  public static final Arguments.Options OPTIONS =
      new Arguments.Options(Map.of("--callers", "200", "--rounds", "5"), List.of("--in-process"));

  private static final List<String> COLUMNS =
      List.of(
          "case",
          "rounds",
          "admitted in each",
          "refused while they run",
          "refused afterwards",
          "polls",
          "worst spent + held $",
          "overspend $");

  private Overspend() {}

  /// @throws io.tollgate.local.Misuse if an argument is wrong
  public static Report run(Arguments arguments, Progress progress)
      throws IOException, InterruptedException {
    int callers = arguments.whole("--callers", Round.EXPECTED + 1, 2_000);
    int rounds = arguments.whole("--rounds", 1, 100);
    var held = new HeldConduct(Answers.whole(Organisation.OUTPUT_TOKENS));
    try (var holding = new Provider(held);
        var instant = new Provider(Answers.plain(Organisation.OUTPUT_TOKENS));
        var failing = new Provider(Answers.broken());
        var config =
            ConfigFile.of(
                Organisation.yaml(
                    rounds, holding.baseUrl(), instant.baseUrl(), failing.baseUrl()));
        Running gateway =
            Running.start(arguments.has("--in-process"), config.path(), Optional.empty())) {
      var rows = new ArrayList<List<Object>>();
      var broken = new ArrayList<String>();
      for (Case which : Case.values()) {
        var outcomes = new ArrayList<Round.Outcome>();
        for (int number = 1; number <= rounds; number++) {
          progress.step("%s, round %d of %d".formatted(which.words(), number, rounds));
          var round = new Round(gateway.door(), which, number, callers, held, holding, instant);
          Round.Outcome outcome = round.run();
          outcomes.add(outcome);
          broken.addAll(outcome.broken());
        }
        rows.add(Tally.row(which, outcomes));
      }
      return new Report(
          "overspend",
          List.of(
              "%d callers at once, budget $1.00, bound and cost $0.10: exactly 10 may pass."
                  .formatted(callers)),
          List.of(new Sheet("overspend", COLUMNS, rows)),
          broken);
    }
  }
}
