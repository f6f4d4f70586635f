package io.tollgate.aws.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.Action;
import io.tollgate.table.Answer;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Table;
import io.tollgate.table.Verdict;
import io.tollgate.table.Verdict.Reason;
import io.tollgate.table.Write;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpClient;

/// What the table answers, and what truly stands in the store, when the wire below the SDK's
/// retries fails.
final class FaultyHttpTest {
  private static final String TABLE = LocalStore.newTable();
  private static final Duration LONG = Duration.ofSeconds(5);

  private final SdkHttpClient real = DynamoDbClients.http();
  private final Key key = new Key(UUID.randomUUID().toString(), "A");
  private final Key other = new Key(UUID.randomUUID().toString(), "A");
  private final Write add =
      new Write.Update(key, List.of(Action.add("u", Num.ONE)), Condition.ALWAYS);
  private final Write addOther =
      new Write.Update(other, List.of(Action.add("u", Num.ONE)), Condition.ALWAYS);

  @AfterEach
  void close() {
    real.close();
  }

  @Test
  void a_dropped_request_is_unknown_and_not_done() {
    var wire = wire(Fault.REQUEST_DROPPED);
    assertThat(once(wire)).isInstanceOf(Answer.Unknown.class);
    assertThat(wire.requests()).isEqualTo(1);
    assertThat(stored()).isZero();
  }

  @Test
  void a_dropped_answer_is_unknown_and_done() {
    var wire = wire(Fault.ANSWER_DROPPED);
    assertThat(once(wire)).isInstanceOf(Answer.Unknown.class);
    assertThat(wire.requests()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void a_late_request_is_unknown_and_done_later() throws IOException {
    var wire = wire(Fault.REQUEST_LATE);
    assertThat(once(wire)).isInstanceOf(Answer.Unknown.class);
    assertThat(stored()).isZero();
    assertThat(wire.deliverLate()).isEqualTo(1);
    assertThat(stored()).isEqualTo(1);
    assertThat(wire.deliverLate()).isZero();
  }

  @Test
  void a_doubled_request_is_applied_and_done_twice() {
    assertThat(((Answer.Applied) once(wire(Fault.DOUBLED))).item().num("u")).isEqualTo(Num.ONE);
    assertThat(stored()).isEqualTo(2);
  }

  @Test
  void a_delayed_request_is_done_after_the_delay() {
    var waited = new ArrayList<Duration>();
    var wire =
        new FaultyHttp(real, Faults.script(Fault.DELAYED), waited::add, Duration.ofSeconds(200));
    assertThat(once(wire)).isInstanceOf(Answer.Applied.class);
    assertThat(waited).containsExactly(Duration.ofSeconds(200));
  }

  @Test
  void a_conflict_and_a_throttle_are_definite_and_not_done() {
    assertThat(once(wire(Fault.CONFLICT))).isInstanceOf(Answer.NotApplied.class);
    assertThat(once(wire(Fault.THROTTLED))).isInstanceOf(Answer.NotApplied.class);
    assertThat(stored()).isZero();
  }

  @Test
  void an_error_is_unknown_whether_done_or_not() {
    assertThat(once(wire(Fault.ERROR_NOT_DONE))).isInstanceOf(Answer.Unknown.class);
    assertThat(once(wire(Fault.UNAVAILABLE))).isInstanceOf(Answer.Unknown.class);
    assertThat(stored()).isZero();
    assertThat(once(wire(Fault.ERROR_DONE))).isInstanceOf(Answer.Unknown.class);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void the_retrying_table_gets_through_and_may_have_done_it_twice() {
    var wire = wire(Fault.ANSWER_DROPPED, Fault.THROTTLED);
    Answer answer = LocalStore.table(TABLE, wire).write(add);
    assertThat(((Answer.Applied) answer).item().num("u")).isEqualTo(Num.of(2));
    assertThat(wire.requests()).isEqualTo(3);
  }

  @Test
  void the_retrying_table_may_be_refused_by_its_own_unanswered_write() {
    var write =
        new Write.Put(key, Item.builder().set("st", "OPEN").build(), new Condition.NoItem());
    Answer answer = LocalStore.table(TABLE, wire(Fault.ERROR_DONE)).write(write);
    assertThat(((Answer.Refused) answer).item()).isEqualTo(write.item());
  }

  @Test
  void a_transaction_whose_answer_was_lost_is_committed_once_by_the_retrying_table() {
    var wire = wire(Fault.ANSWER_DROPPED);
    assertThat(transact(LocalStore.table(TABLE, wire))).isInstanceOf(Verdict.Committed.class);
    assertThat(wire.requests()).isEqualTo(2);
    assertThat(stored()).isEqualTo(1);
  }

  @Test
  void a_transaction_in_conflict_is_cancelled_and_not_done() {
    assertThat(transact(LocalStore.table(TABLE, wire(Fault.CONFLICT))))
        .isEqualTo(new Verdict.Cancelled(List.of(Reason.CONFLICT, Reason.NONE)));
    assertThat(stored()).isZero();
  }

  @Test
  void whatever_the_wire_does_what_stands_lies_between_the_applied_and_the_unknown() {
    var wire =
        new FaultyHttp(
            real,
            Faults.seeded(
                20261124,
                60,
                Fault.REQUEST_DROPPED,
                Fault.ANSWER_DROPPED,
                Fault.CONFLICT,
                Fault.THROTTLED,
                Fault.ERROR_NOT_DONE,
                Fault.ERROR_DONE,
                Fault.UNAVAILABLE));
    Table once = LocalStore.table(TABLE, wire).once(LONG);
    int applied = 0;
    int unknown = 0;
    for (int i = 0; i < 200; i++) {
      Answer answer = once.write(add);
      applied += answer instanceof Answer.Applied ? 1 : 0;
      unknown += answer instanceof Answer.Unknown ? 1 : 0;
    }
    assertThat(wire.requests()).isEqualTo(200);
    assertThat(stored()).isBetween(applied + 1L, applied + unknown - 1L);
  }

  private FaultyHttp wire(Fault... faults) {
    return new FaultyHttp(real, Faults.script(faults));
  }

  private Answer once(FaultyHttp wire) {
    return LocalStore.table(TABLE, wire).once(LONG).write(add);
  }

  private Verdict transact(Table table) {
    return table.transact(List.of(add, addOther));
  }

  private long stored() {
    return LocalStore.table(TABLE).get(key).orEmpty().num("u").asLong();
  }
}
