package io.tollgate.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `./tollgate up --config`: faults of the file are told with their line, and nothing starts.
@Timeout(30)
class ConfigFaultsTest {
  // Held, since a logger that nobody holds forgets its level.
  private static final Logger SERVER_LOG = Logger.getLogger("io.helidon");

  @TempDir private Path directory;

  @BeforeAll
  static void quiet() {
    SERVER_LOG.setLevel(Level.WARNING);
  }

  private String refused(Path file) throws InterruptedException {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int exit =
        new Tollgate(
                new LocalDeployment(Map.of(), new SecureRandom()),
                new PrintStream(out, true, UTF_8),
                new PrintStream(err, true, UTF_8))
            .run(
                List.of("up", "--memory", "--port", "0", "--config", file.toString()),
                Termination.silent());
    assertThat(exit).isEqualTo(2);
    assertThat(out.size()).isZero();
    return err.toString(UTF_8);
  }

  private Path file(String line) throws IOException {
    return Files.writeString(
        directory.resolve("tollgate.yaml"),
        """
        organisation: acme
        timezone: Europe/Berlin
        policies:
          - {budget: daily, of: workspace, limit_usd: 5}
        %s
        """
            .formatted(line.replace("~", "\n")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      quoteCharacter = '`',
      value = {
        "  - {budget: dayly, of: workspace, limit_usd: 5}|line 5|daily",
        "  - {budget: daily, of: each agnet, limit_usd: 5}|line 5|agent",
        "  - {budget: daily, of: each agent, limit_usd: -5}|line 5|limit_usd",
        "  - {budget: daily, of: each agent, limit_usd: .nan}|line 5|limit_usd",
        "  - {budget: daily, of: each agent, limit_usd: 1e39}|line 5|limit_usd",
        "  - {budget: daily, of: each agent, limit_usd: 0.0000000000001}|line 5|12",
        "  - {budget: daily, of: each agent, limit: 5}|line 5|limit_usd",
        "  - {budget: daily, of: each agent, limit_usd: 5, mode: gentle}|line 5|shadow",
        "  - {budget: daily, of: each agent, limit_usd: 5, unpriced: free}|line 5|conservative",
        "  - {loop_breaker: 5 times in 60s, of: each session}|line 5|identical",
        "  - {modles: [a], of: workspace}|line 5|models",
        "  - {schedule: Mon-Fry 07:00-20:00, of: workspace}|line 5|fri",
        "  - {require: [featur], of: each key}|line 5|feature",
        "  - {max_output_tokens: 0, of: workspace}|line 5|max_output_tokens",
        "  - {unknown_fields: no, of: workspace}|line 5|refuse",
        "members: {ada: {suspended: perhaps}}|line 5|suspended",
        "  - {budget: daily, of: workspace, limit_usd: 6}|line 5|daily:workspace",
        "  - {rate: fast, of: each key}|line 5|rate",
        "  - {concurrency: -1, of: each agent}|line 5|concurrency",
        "alerts: []|line 5|not supported yet",
        "polices: []|line 5|policies",
        "organisation: twice|line 5|organisation",
        "members: {ada: {departement: x}}|line 5|department",
        "members: {ada: {department: nowhere}}|line 5|nowhere",
        "providers: {x: {base_url: ftp://a, credential: none}}|line 5|base_url",
        "providers: {x: {credential: sk-123}}|line 5|credential",
        "providers: {x: {prices: {m: {inptu: 1}}}}|line 5|input",
        "providers: {x: {timeouts: {idle: soon}}}|line 5|idle",
        "  - [|line|",
        "\tx: 1|line|",
      })
  void a_fault_is_told_with_its_line(String line, String where, String what) throws Exception {
    String told = refused(file(line));
    assertThat(told).contains("is not accepted:", where, what == null ? "" : what);
    assertThat(told).doesNotContain("\tat ", "Exception");
  }

  @Test
  void a_credential_in_the_file_is_refused_without_being_repeated() throws Exception {
    assertThat(refused(file("providers: {x: {credential: sk-123-secret}}")))
        .doesNotContain("sk-123-secret");
  }

  @Test
  void all_faults_are_told_at_once() throws Exception {
    assertThat(refused(file("  - {budget: x, of: y, limit_usd: z}~polices: []~alert: []")))
        .contains("line 5", "line 6", "line 7");
  }

  @Test
  void a_file_that_is_missing_or_empty_is_said_in_a_sentence() throws Exception {
    assertThat(refused(directory.resolve("nowhere.yaml")))
        .contains("nowhere.yaml cannot be read")
        .doesNotContain("\tat ");
    Path empty = Files.writeString(directory.resolve("empty.yaml"), "");
    assertThat(refused(empty)).contains("is not accepted:", "the document is empty");
  }
}
