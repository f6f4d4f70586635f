package io.tollgate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.aws.dynamodb.FakeStore.Turn;
import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Query;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Verdict.Reason;
import io.tollgate.table.Write;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.http.SdkHttpClient;

/// What the table makes of what the wire does, with a scripted socket for a store.
final class AnswersOnTheWireTest {
  private static final Key KEY = new Key("S#m#ada", "A");
  private static final Write ADD =
      new Write.Update(KEY, List.of(Action.add("u", Num.ONE)), Condition.ALWAYS);
  private static final Write PUT = new Write.Put(KEY, Item.EMPTY, new Condition.NoItem());
  private static final Write PUT_OTHER =
      new Write.Put(new Key("S#m#bob", "A"), Item.EMPTY, new Condition.NoItem());

  // Longer than a busy machine stalls: no test here may fail for being slow.
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final String OLD =
      ",\"Item\":{\"pk\":{\"S\":\"S#m#ada\"},\"sk\":{\"S\":\"A\"},\"u\":{\"N\":\"7\"}}";
  private static final Item SEVEN = Item.builder().set("u", 7).build();

  private int requests;
  private int connections;

  // --- writes -------------------------------------------------------------------------------

  @Test
  void an_applied_write_tells_the_time_in_the_date_header() {
    assertThat(once(PUT, FakeStore.ok()))
        .isEqualTo(new Answer.Applied(Item.EMPTY, Instant.parse("2026-11-24T10:15:30Z")));
  }

  @Test
  void a_refused_write_tells_the_old_item_and_the_time() {
    assertThat(once(PUT, FakeStore.error(400, "ConditionalCheckFailedException", OLD)))
        .isEqualTo(new Answer.Refused(SEVEN, Instant.parse("2026-11-24T10:15:31Z")));
  }

  @Test
  void an_answer_without_a_readable_date_has_no_time() {
    assertThat(once(PUT, new Turn.Reply(200, List.of(), "{}")))
        .isEqualTo(new Answer.Applied(Item.EMPTY, Answer.NO_TIME));
    assertThat(once(PUT, new Turn.Reply(200, List.of("Date: yesterday"), "{}")))
        .isEqualTo(new Answer.Applied(Item.EMPTY, Answer.NO_TIME));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TransactionConflictException",
        "ThrottlingException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "AccessDeniedException",
        "ResourceNotFoundException"
      })
  void a_conflict_a_throttle_and_any_other_4xx_is_a_definite_no(String code) {
    assertThat(once(ADD, FakeStore.error(400, code))).isInstanceOf(Answer.NotApplied.class);
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void a_validation_error_is_a_defect_of_ours() {
    assertThatThrownBy(() -> once(ADD, FakeStore.error(400, "ValidationException")))
        .isInstanceOf(InvalidWrite.class)
        .hasMessage("ValidationException: as scripted");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void a_5xx_says_nothing(int status) {
    assertThat(once(ADD, FakeStore.error(status, "InternalServerError")))
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void a_hang_up_a_reset_and_garbage_say_nothing() {
    assertThat(once(ADD, new Turn.HangUp())).isInstanceOf(Answer.Unknown.class);
    assertThat(requests).isEqualTo(1);
    assertThat(once(ADD, new Turn.Reset())).isInstanceOf(Answer.Unknown.class);
    assertThat(requests).isEqualTo(1);
    assertThat(once(ADD, new Turn.Reply(200, List.of(), "<html>")))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void nobody_listening_says_nothing() throws IOException {
    var store = new FakeStore();
    var endpoint = store.endpoint();
    store.close();
    try (SdkHttpClient http = DynamoDbClients.http()) {
      Table table = new DynamoDbTable("t", DynamoDbClients.at(endpoint, http));
      assertThat(table.once(LONG).write(ADD)).isInstanceOf(Answer.Unknown.class);
    }
  }

  // --- once ---------------------------------------------------------------------------------

  @Test
  void once_is_one_request_also_on_a_connection_that_worked_before() {
    for (Turn end :
        List.of(new Turn.HangUp(), new Turn.Reset(), FakeStore.error(500, "InternalServerError"))) {
      Answer second =
          over(
              table -> {
                table.once(LONG).write(PUT);
                return table.once(LONG).write(PUT);
              },
              FakeStore.ok(),
              end,
              FakeStore.ok());
      assertThat(second).isInstanceOf(Answer.Unknown.class);
      assertThat(requests).isEqualTo(2);
      assertThat(connections).isEqualTo(1);
    }
  }

  @Test
  void once_gives_up_after_its_limit_and_does_not_ask_again() {
    long start = System.nanoTime();
    Answer answer =
        over(
            table -> table.once(Duration.ofMillis(200)).write(ADD),
            new Turn.Silence(),
            FakeStore.ok());
    assertThat(answer).isInstanceOf(Answer.Unknown.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(190), LONG);
    assertThat(requests).isEqualTo(1);
    assertThat(Thread.currentThread().isInterrupted()).isFalse();
  }

  // --- retrying -----------------------------------------------------------------------------

  @Test
  void the_retrying_table_asks_three_times_in_all() {
    var error = FakeStore.error(500, "InternalServerError");
    assertThat(retrying(ADD, error, error, error, error)).isInstanceOf(Answer.Unknown.class);
    assertThat(requests).isEqualTo(3);
  }

  @Test
  void the_retrying_table_gives_an_attempt_up_after_its_limit_and_asks_again() {
    Answer answer =
        over(Duration.ofSeconds(1), table -> table.write(PUT), new Turn.Silence(), FakeStore.ok());
    assertThat(answer).isInstanceOf(Answer.Applied.class);
    assertThat(requests).isEqualTo(2);
  }

  @Test
  void an_attempt_is_given_a_second() throws IOException {
    try (var store = new FakeStore();
        SdkHttpClient http = DynamoDbClients.http();
        var clients = DynamoDbClients.at(store.endpoint(), http)) {
      assertThat(clients.attemptLimit()).isEqualTo(Duration.ofSeconds(1));
      assertThat(clients.retryingLimit()).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void the_retrying_table_asks_again_after_a_reset_and_after_a_throttle() {
    assertThat(
            retrying(
                PUT, new Turn.Reset(), FakeStore.error(400, "ThrottlingException"), FakeStore.ok()))
        .isInstanceOf(Answer.Applied.class);
    assertThat(requests).isEqualTo(3);
  }

  @Test
  void a_throttle_is_a_definite_no_only_if_every_attempt_was_answered_so() {
    var throttle = FakeStore.error(400, "ThrottlingException");
    assertThat(retrying(ADD, throttle, throttle, throttle)).isInstanceOf(Answer.NotApplied.class);
    assertThat(retrying(ADD, new Turn.HangUp(), throttle, throttle))
        .isInstanceOf(Answer.Unknown.class);
    assertThat(
            retrying(
                ADD,
                FakeStore.error(500, "InternalServerError"),
                FakeStore.error(400, "TransactionConflictException")))
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void a_conflict_is_told_at_once_because_the_caller_knows_how_to_wait() {
    assertThat(retrying(ADD, FakeStore.error(400, "TransactionConflictException"), FakeStore.ok()))
        .isInstanceOf(Answer.NotApplied.class);
    assertThat(requests).isEqualTo(1);
  }

  // --- transactions -------------------------------------------------------------------------

  @Test
  void a_committed_transaction_tells_the_time() {
    assertThat(transact(FakeStore.ok()))
        .isEqualTo(new Verdict.Committed(Instant.parse("2026-11-24T10:15:30Z")));
  }

  @Test
  void a_cancelled_transaction_tells_a_reason_for_each_write() {
    assertThat(
            transact(
                cancelled(
                    "{\"Code\":\"ConditionalCheckFailed\""
                        + OLD
                        + "},{\"Code\":\"TransactionConflict\"}")))
        .isEqualTo(new Verdict.Cancelled(List.of(Reason.condition(SEVEN), Reason.CONFLICT)));
    assertThat(transact(cancelled("{\"Code\":\"None\"},{\"Code\":\"ThrottlingError\"}")))
        .isEqualTo(new Verdict.Cancelled(List.of(Reason.NONE, Reason.CONFLICT)));
  }

  @Test
  void a_transaction_with_a_write_that_the_store_cannot_understand_is_a_defect_of_ours() {
    assertThatThrownBy(() ->
            transact(
                cancelled("{\"Code\":\"None\"},{\"Code\":\"ValidationError\",\"Message\":\"x\"}")))
        .isInstanceOf(InvalidWrite.class);
  }

  @Test
  void a_throttled_transaction_is_cancelled_by_conflict() {
    var throttle = FakeStore.error(400, "ThrottlingException");
    var verdict = transact(throttle, throttle, throttle);
    assertThat(verdict).isEqualTo(new Verdict.Cancelled(List.of(Reason.CONFLICT, Reason.CONFLICT)));
  }

  @Test
  void a_transaction_that_is_still_under_way_or_unanswered_is_unknown() {
    var underWay = FakeStore.error(400, "TransactionInProgressException");
    assertThat(transact(underWay, underWay, underWay)).isInstanceOf(Verdict.Unknown.class);
    assertThat(transact(new Turn.HangUp(), new Turn.HangUp(), new Turn.HangUp()))
        .isInstanceOf(Verdict.Unknown.class);
    assertThat(
            transact(
                new Turn.HangUp(),
                cancelled("{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}")))
        .isInstanceOf(Verdict.Unknown.class);
  }

  // --- reads --------------------------------------------------------------------------------

  @Test
  void a_read_that_the_store_does_not_answer_throws() {
    for (Function<Table, Object> read :
        List.<Function<Table, Object>>of(
            table -> table.get(KEY),
            table -> table.query(Query.all("P")),
            table -> table.listed("m", ""))) {
      var error = FakeStore.error(500, "InternalServerError");
      assertThatThrownBy(() -> over(read, error, error, error))
          .isInstanceOf(StoreUnavailable.class);
      assertThat(requests).isEqualTo(3);
    }
  }

  // --- words --------------------------------------------------------------------------------

  private Answer once(Write write, Turn... script) {
    return over(table -> table.once(LONG).write(write), script);
  }

  private Answer retrying(Write write, Turn... script) {
    return over(table -> table.write(write), script);
  }

  private Verdict transact(Turn... script) {
    return over(table -> table.transact(List.of(ADD, PUT_OTHER)), script);
  }

  private static Turn cancelled(String reasons) {
    return FakeStore.error(
        400, "TransactionCanceledException", ",\"CancellationReasons\":[" + reasons + "]");
  }

  private <T> T over(Function<Table, T> call, Turn... script) {
    return over(LONG, call, script);
  }

  private <T> T over(Duration attemptLimit, Function<Table, T> call, Turn... script) {
    try (var store = new FakeStore(script);
        SdkHttpClient http = DynamoDbClients.http();
        var clients = DynamoDbClients.at(store.endpoint(), http, attemptLimit)) {
      try {
        return call.apply(new DynamoDbTable("t", clients));
      } finally {
        requests = store.requests();
        connections = store.connections();
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
