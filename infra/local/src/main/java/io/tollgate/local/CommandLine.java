package io.tollgate.local;

import io.tollgate.local.Options.Store;
import java.net.URI;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the arguments of `./tollgate up`; both `--port 0` and `--port=0` will do.
final class CommandLine {
  static final String USAGE =
      """
      ./tollgate up        runs the gateway on this machine, on 127.0.0.1
        --port N           where it answers (8787; 0 for a free port)
        --config FILE      the organisation's tollgate.yaml (default: what is in force in DIR, else a demo's)
        --data DIR         where it keeps its books (.tollgate)
        --memory           keeps them in memory instead
        --dynamodb-local   keeps them in AWS's DynamoDB Local instead
        --isolate          runs the functions' zips, as Lambda does, over DynamoDB Local
        --environments N   then at most so many processes of each function (8)
        --upstream URL     in the place of OpenAI's base URL, with /v1
        --max-call TIME    the longest call, such as 900s (900s at most)
        --grace TIME       how long after that the bound of a lost call is charged (120s)
        --now T            starts the clock at T, such as 2026-11-30T23:59:00Z
      ./tollgate demo      a runaway agent, and what each guard lets through of it
        --seconds S        that it runs against each (10)
        --json             for programs
      """;

  private static final List<String> KNOWN =
      List.of(
          "--port",
          "--config",
          "--data",
          "--memory",
          "--dynamodb-local",
          "--isolate",
          "--environments",
          "--upstream",
          "--max-call",
          "--grace",
          "--now");

  private static final Set<String> FLAGS = Set.of("--memory", "--dynamodb-local", "--isolate");

  private static final List<String> STORES = List.of("--data", "--memory", "--dynamodb-local");

  private static final Pattern MOST = Pattern.compile("[1-9][0-9]{0,2}");

  private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

  private final Map<String, String> given = new HashMap<>();

  private CommandLine() {}

  /// @param args what follows `up`
  /// @throws Misuse if an argument is unknown or wrong
  static Options read(List<String> args) {
    var line = new CommandLine();
    for (int i = 0; i < args.size(); i++) {
      String arg = args.get(i);
      int equals = arg.indexOf('=');
      String name = equals < 0 ? arg : arg.substring(0, equals);
      check(name);
      if (FLAGS.contains(name)) {
        line.given.put(name, "");
      } else if (equals >= 0) {
        line.given.put(name, arg.substring(equals + 1));
      } else if (i + 1 < args.size() && !args.get(i + 1).startsWith("--")) {
        line.given.put(name, args.get(++i));
      } else {
        throw new Misuse(name + " needs a value.");
      }
    }
    return line.options();
  }

  private static void check(String name) {
    if (!KNOWN.contains(name)) {
      throw new Misuse(
          "Unknown option %s. Did you mean %s? `./tollgate help` lists all."
              .formatted(name, Nearest.to(name, KNOWN)));
    }
  }

  private Options options() {
    Options unsaid = Options.DEFAULT;
    var options =
        new Options(
            value("--port").map(CommandLine::port).orElse(unsaid.port()),
            value("--config").map(Path::of),
            environments(),
            store(),
            value("--upstream").map(CommandLine::url),
            value("--max-call").map(CommandLine::maxCall).orElse(unsaid.maxCall()),
            value("--grace").map(text -> duration("--grace", text)).orElse(unsaid.grace()),
            value("--now").map(CommandLine::instant));
    checkTimes(options);
    return options;
  }

  private static void checkTimes(Options options) {
    if (options.maxCall().plus(options.grace()).compareTo(Wiring.LEAST_CLOSE_DELAY) < 0) {
      throw new Misuse(
          "--max-call and --grace must be at least %ds together."
              .formatted(Wiring.LEAST_CLOSE_DELAY.toSeconds()));
    }
    if (options.environments().isEmpty()) {
      return;
    }
    if (options.now().isPresent()) {
      throw new Misuse(
          "--isolate and --now exclude each other: processes have the machine's time.");
    }
    if (options.maxCall().toMillisPart() + options.grace().toMillisPart() > 0) {
      throw new Misuse("With --isolate, --max-call and --grace are whole seconds.");
    }
  }

  private Optional<Integer> environments() {
    if (!given.containsKey("--isolate")) {
      if (given.containsKey("--environments")) {
        throw new Misuse("--environments is for --isolate.");
      }
      return Optional.empty();
    }
    String count = value("--environments").orElse(Integer.toString(Wiring.ENVIRONMENTS));
    if (!MOST.matcher(count).matches()) {
      throw new Misuse("--environments %s is not between 1 and 999.".formatted(count));
    }
    return Optional.of(Integer.valueOf(count));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(given.get(name));
  }

  private Store store() {
    List<String> stores = STORES.stream().filter(given::containsKey).toList();
    if (stores.size() > 1) {
      throw new Misuse("%s exclude each other.".formatted(String.join(" and ", stores)));
    }
    if (given.containsKey("--isolate")) {
      if (!stores.isEmpty() && !given.containsKey("--dynamodb-local")) {
        throw new Misuse(
            "--isolate keeps its books in DynamoDB Local; leave %s out."
                .formatted(stores.getFirst()));
      }
      return new Store.DynamoDbLocal();
    }
    if (stores.isEmpty()) {
      return Options.DEFAULT.store();
    }
    return switch (stores.getFirst()) {
      case "--memory" -> new Store.Memory();
      case "--dynamodb-local" -> new Store.DynamoDbLocal();
      default -> new Store.Data(value("--data").map(Path::of).orElseThrow());
    };
  }

  private static int port(String value) {
    try {
      int port = Integer.parseInt(value);
      if (port >= 0 && port <= 65_535) {
        return port;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new Misuse("--port %s is no port; it is a number from 0 to 65535.".formatted(value));
  }

  private static URI url(String value) {
    try {
      URI url = URI.create(value);
      if (Set.of("http", "https").contains(url.getScheme()) && url.getHost() != null) {
        return url;
      }
    } catch (IllegalArgumentException | NullPointerException e) {
      // Said below.
    }
    throw new Misuse(
        "--upstream %s is no URL; it looks like http://127.0.0.1:9000/v1.".formatted(value));
  }

  private static Instant instant(String value) {
    try {
      return Instant.parse(value);
    } catch (DateTimeException e) {
      throw new Misuse(
          "--now %s is no time; it looks like 2026-11-30T23:59:00Z.".formatted(value), e);
    }
  }

  private static Duration maxCall(String value) {
    Duration maxCall = duration("--max-call", value);
    if (maxCall.isZero() || maxCall.compareTo(Wiring.PROXY_TIMEOUT) > 0) {
      throw new Misuse("--max-call %s is not between 1ms and 900s.".formatted(value));
    }
    return maxCall;
  }

  private static Duration duration(String name, String value) {
    Matcher matcher = DURATION.matcher(value);
    if (!matcher.matches()) {
      throw new Misuse("%s %s is no duration; write 500ms, 90s, 15m or 1h.".formatted(name, value));
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      default -> Duration.ofHours(count);
    };
  }
}
