package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.key.Head;
import io.tollgate.key.KeyHash;
import io.tollgate.key.LossyTable;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Alarms.Alarm;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Rid;
import io.tollgate.money.Usd;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UncappedModelsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String SILENT = file("");
  private static final String PROMISED = file("honours_cap: true, ");

  private final AtomicInteger writes = new AtomicInteger();
  private final Table table = counted(new EmbeddedTable(InstantSource.fixed(NOW)));
  private final PolicyStore store = new PolicyStore(table);
  private final TableKeyStore keys = new TableKeyStore(table);
  private final List<Alarm> told = Collections.synchronizedList(new ArrayList<>());

  private static String file(String said) {
    return "organisation: acme\nproviders: {house: {base_url: 'http://h/v1', credential: none, "
        + said
        + "prices: {m: {input: 1, output: 4}}}}\n";
  }

  private static Table counted(Table behind, AtomicInteger writes) {
    return new DelegatingTable(behind) {
      @Override
      public Answer write(Write write) {
        writes.incrementAndGet();
        return behind.write(write);
      }
    };
  }

  private Table counted(Table behind) {
    return counted(behind, writes);
  }

  @BeforeEach
  void a_file_that_says_nothing_of_caps() {
    store.start(SILENT, NOW);
    writes.set(0);
  }

  private UncappedModels alarms() {
    return alarms(table);
  }

  /// Of another process.
  private UncappedModels alarms(Table through) {
    return new UncappedModels(through, new Book(store, keys), told::add);
  }

  private static Alarm.BoundViolation violation(String provider, String model) {
    Rid rid = new Rid(Bucket.of(NOW, 1), 1, "lambda", 1);
    return new Alarm.BoundViolation(rid, provider, model, Usd.parse("0.5"), Usd.parse("0.7"));
  }

  private void breaks(String model) {
    alarms().raise(violation("house", model));
  }

  private void put(String text) {
    assertThat(store.put(text, store.head().version(), new Change("admin_1", NOW)))
        .isInstanceOf(Put.InForce.class);
  }

  @Test
  void the_first_violation_is_told_on_and_noted_for_that_model_alone() {
    breaks("m");
    assertThat(told).containsExactly(violation("house", "m"));
    assertThat(store.head().uncapped()).containsExactly("house/m");
    assertThat(store.head().isUncapped("house", "m")).isTrue();
    assertThat(store.head().isUncapped("house", "n")).isFalse();
    assertThat(store.head().isUncapped("other", "m")).isFalse();
  }

  @Test
  void another_violation_of_the_same_model_is_told_and_writes_nothing() {
    breaks("m");
    writes.set(0);
    breaks("m");
    assertThat(told).hasSize(2);
    assertThat(writes).hasValue(0);
  }

  @Test
  void a_model_whose_cap_the_file_does_not_trust_is_told_and_not_noted() {
    put(file("honours_cap: false, "));
    breaks("m");
    assertThat(told).hasSize(1);
    assertThat(store.head().uncapped()).isEmpty();
  }

  @Test
  void other_alarms_pass_through() {
    var other = new Alarm.UnjournaledCall(violation("house", "m").rid());
    alarms().raise(other);
    assertThat(told).containsExactly(other);
    assertThat(writes).hasValue(0);
  }

  @Test
  void many_processes_at_once_note_each_of_their_models() throws Exception {
    List<Callable<Void>> processes = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      var alarms = alarms();
      String model = "m" + i % 4;
      processes.add(() -> {
        alarms.raise(violation("house", model));
        return null;
      });
    }
    try (var executor = Executors.newFixedThreadPool(4)) {
      assertThat(executor.invokeAll(processes))
          .allMatch(done -> done.state() == Future.State.SUCCESS);
    }
    assertThat(store.head().uncapped())
        .containsExactlyInAnyOrder("house/m0", "house/m1", "house/m2", "house/m3");
  }

  @Test
  void a_note_whose_answers_are_lost_is_noted_all_the_same() {
    alarms(counted(new LossyTable(table), new AtomicInteger())).raise(violation("house", "m"));
    assertThat(told).hasSize(1);
    assertThat(store.head().uncapped()).containsExactly("house/m");
  }

  @Test
  void a_note_that_the_store_never_takes_is_an_alarm_of_its_own() {
    var deaf =
        new DelegatingTable(table) {
          @Override
          public Answer write(Write write) {
            return new Answer.Unknown("deaf");
          }
        };
    alarms(deaf).raise(violation("house", "m"));
    assertThat(told)
        .containsExactly(
            violation("house", "m"),
            new Alarm.CapStillTrusted(violation("house", "m").rid(), "house", "m"));
  }

  @Test
  void beyond_a_few_dozen_models_a_whole_provider_is_noted() {
    for (int i = 0; i < UncappedModels.MOST; i++) {
      breaks("m" + i);
    }
    breaks("one-more");
    breaks("and-another");
    assertThat(store.head().uncapped()).hasSize(UncappedModels.MOST + 1).contains("house/*");
    assertThat(store.head().isUncapped("house", "never-heard-of")).isTrue();
    assertThat(store.head().isUncapped("other", "m")).isFalse();
  }

  @Test
  void a_note_moves_neither_versions_nor_keys_and_stays_when_they_move() {
    Head before = store.head();
    breaks("m");
    assertThat(store.head().version()).isEqualTo(before.version());
    assertThat(store.head().file()).isEqualTo(before.file());
    assertThat(store.head().keys()).isEqualTo(before.keys());
    put(SILENT + "# a remark\n");
    keys.create(BookTest.key("key_1"), new KeyHash("0".repeat(64)));
    assertThat(store.head().version()).isEqualTo(before.version() + 1);
    assertThat(store.head().keys()).isEqualTo(before.keys() + 1);
    assertThat(store.head().uncapped()).containsExactly("house/m");
  }

  @Test
  void a_new_promise_is_believed() {
    breaks("m");
    breaks("n");
    put(PROMISED);
    assertThat(store.head().uncapped()).isEmpty();
  }

  @Test
  void a_promise_for_one_model_is_believed_of_that_model() {
    breaks("m");
    breaks("n");
    put(file("models: {m: {honours_cap: true}}, "));
    assertThat(store.head().uncapped()).containsExactly("house/n");
  }

  @Test
  void a_promise_that_was_broken_is_not_believed_for_being_repeated() {
    put(PROMISED);
    breaks("m");
    put(PROMISED + "# a remark\n");
    assertThat(store.head().uncapped()).containsExactly("house/m");
    put(SILENT);
    put(PROMISED);
    assertThat(store.head().uncapped()).isEmpty();
    breaks("m");
    assertThat(store.head().uncapped()).containsExactly("house/m");
  }

  @Test
  void a_book_follows_with_its_next_read_and_a_call_that_was_judged_before_is_judged_again() {
    Book book = new Book(store, keys);
    Head before = book.head();
    breaks("m");
    assertThat(book.refresh()).isFalse();
    assertThat(book.head().isUncapped("house", "m")).isTrue();
    assertThat(book.head().saysTheSameAs(before)).isFalse();
    Head after = book.head();
    book.refresh();
    assertThat(book.head().saysTheSameAs(after)).isTrue();
  }

  @Test
  void the_spelling_of_a_note_is_frozen() {
    breaks("m");
    assertThat(table.get(Head.KEY).orEmpty().text("u#house/m"))
        .contains(violation("house", "m").rid().toString());
  }
}
