package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.key.BudgetStatus;
import io.tollgate.key.Choice;
import io.tollgate.key.Head;
import io.tollgate.key.KeyHash;
import io.tollgate.key.TableKeyStore;
import io.tollgate.key.VirtualKey;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BookTest {
  private static final Duration FIVE_SECONDS = Duration.ofSeconds(5);
  private static final KeyHash HASH = new KeyHash("0123456789abcdef".repeat(4));

  private Instant now = Instant.parse("2026-11-24T12:00:00Z");
  private final CountingTable table = new CountingTable(new EmbeddedTable(() -> now));
  private final PolicyStore policies = new PolicyStore(table);
  private final TableKeyStore keys = new TableKeyStore(table);

  @BeforeEach
  void a_configuration_and_a_key() {
    policies.start("organisation: acme", now);
    keys.create(key("key_1"), HASH);
  }

  private Book book() {
    Book book = new Book(policies, keys);
    table.reads = 0;
    return book;
  }

  @Test
  void a_book_needs_a_configuration() {
    Table empty = new EmbeddedTable(() -> now);
    assertThatThrownBy(() -> new Book(new PolicyStore(empty), new TableKeyStore(empty)))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void a_key_is_read_once_and_then_remembered() {
    Book book = book();
    assertThat(book.key(HASH)).contains(key("key_1"));
    assertThat(book.key(HASH)).contains(key("key_1"));
    assertThat(book.current().organisation()).isEqualTo("acme");
    assertThat(table.reads).isEqualTo(1);
  }

  @Test
  void an_unknown_key_is_read_once_until_a_key_changes() {
    KeyHash unknown = new KeyHash("f".repeat(64));
    Book book = book();
    assertThat(book.key(unknown)).isEmpty();
    assertThat(book.key(unknown)).isEmpty();
    assertThat(table.reads).isEqualTo(1);
    keys.create(key("key_2"), unknown);
    assertThat(book.refresh()).isTrue();
    assertThat(book.key(unknown)).contains(key("key_2"));
  }

  @Test
  void a_key_is_called_by_its_name_and_others_and_keys_that_are_gone_by_what_the_scope_says() {
    Book book = book();
    var scope = new Scope(ScopeKind.KEY, "key_1");
    assertThat(book.nameOf(scope)).isEqualTo("laptop");
    assertThat(book.nameOf(new Scope(ScopeKind.AGENT, "key_1"))).isEqualTo("key_1");
    keys.delete("key_1");
    table.reads = 0;
    assertThat(book.nameOf(scope)).isEqualTo("laptop");
    assertThat(table.reads).isZero();
    book.refresh();
    assertThat(book.nameOf(scope)).isEqualTo("key_1");
  }

  @Test
  void its_age_is_the_stores_time_since_the_head_was_read() {
    Book book = book();
    assertThat(book.isOlderThan(FIVE_SECONDS, now)).isFalse();
    assertThat(book.isOlderThan(FIVE_SECONDS, now.plusSeconds(5))).isFalse();
    now = now.plusMillis(5_001);
    assertThat(book.isOlderThan(FIVE_SECONDS, now)).isTrue();
    assertThat(book.age(now)).isEqualTo(Duration.ofMillis(5_001));
    book.refresh();
    assertThat(book.age(now)).isZero();
  }

  @Test
  void a_refresh_that_finds_nothing_new_reads_the_head_alone_and_keeps_all() {
    Book book = book();
    book.key(HASH);
    Configuration before = book.current();
    table.reads = 0;
    assertThat(book.refresh()).isFalse();
    assertThat(table.reads).isEqualTo(1);
    assertThat(book.current()).isSameAs(before);
    book.key(HASH);
    assertThat(table.reads).isEqualTo(1);
  }

  @Test
  void a_revoked_key_is_gone_after_a_refresh_and_the_policies_are_not_read_again() {
    Book book = book();
    book.key(HASH);
    Head before = book.head();
    keys.delete("key_1");
    assertThat(book.key(HASH)).isPresent();
    table.reads = 0;
    assertThat(book.refresh()).isTrue();
    assertThat(table.reads).isEqualTo(1);
    assertThat(book.key(HASH)).isEmpty();
    assertThat(book.head().saysTheSameAs(before)).isFalse();
    assertThat(book.head().version()).isEqualTo(before.version());
  }

  @Test
  void a_new_version_is_loaded_by_a_refresh_and_keys_are_kept() {
    Book book = book();
    book.key(HASH);
    policies.start("organisation: emca", now);
    assertThat(book.current().organisation()).isEqualTo("acme");
    assertThat(book.refresh()).isTrue();
    assertThat(book.current().organisation()).isEqualTo("emca");
    assertThat(book.current().version()).isEqualTo(2);
    table.reads = 0;
    book.key(HASH);
    assertThat(table.reads).isZero();
  }

  @Test
  void a_key_that_was_read_before_a_change_is_not_remembered_after_it() {
    Book book = book();
    table.afterRead =
        () -> {
          table.afterRead = () -> {};
          keys.replace(key("key_1"), key("key_1").disabled(true));
          book.refresh();
        };
    assertThat(book.key(HASH)).contains(key("key_1"));
    assertThat(book.key(HASH)).contains(key("key_1").disabled(true));
  }

  @Test
  void a_store_that_does_not_answer_leaves_the_book_as_it_is_and_growing_older() {
    Book book = book();
    book.key(HASH);
    now = now.plusSeconds(9);
    table.afterRead =
        () -> {
          throw new StoreUnavailable("down", new IllegalStateException());
        };
    assertThatThrownBy(book::refresh).isInstanceOf(StoreUnavailable.class);
    assertThat(book.isOlderThan(FIVE_SECONDS, now)).isTrue();
    assertThat(book.key(HASH)).isPresent();
    table.afterRead = () -> {};
    assertThat(book.refresh()).isFalse();
    assertThat(book.age(now)).isZero();
  }

  @Test
  void many_who_refresh_at_once_all_see_what_moved() throws Exception {
    Book book = book();
    policies.start("organisation: emca", now);
    try (var executor = Executors.newFixedThreadPool(4)) {
      Callable<String> refresh =
          () -> {
            book.refresh();
            return book.current().organisation();
          };
      assertThat(executor.invokeAll(Collections.nCopies(64, refresh)))
          .extracting(Future::resultNow)
          .containsOnly("emca");
    }
    assertThat(book.current().organisation()).isEqualTo("emca");
    assertThat(book.refresh()).isFalse();
  }

  @Test
  void who_waited_for_a_read_that_had_begun_before_may_ask_for_one_of_its_own_at_once() {
    var books = new ArrayList<Book>();
    Book.Wait thenAgain =
        read -> {
          assertThat(read).isNotDone();
          assertThat(read.thenRun(() -> books.getFirst().refresh())).isNotDone();
          return false;
        };
    Book book = new Book(policies, keys, thenAgain);
    books.add(book);
    table.reads = 0;
    table.afterRead =
        () -> {
          table.afterRead = () -> {};
          book.refresh();
          assertThat(table.reads).isEqualTo(1);
        };
    book.refresh();
    assertThat(table.reads).isEqualTo(2);
  }

  static VirtualKey key(String id) {
    return new VirtualKey(
        id,
        "laptop",
        Optional.empty(),
        Optional.empty(),
        Choice.any(),
        Choice.any(),
        Set.of(),
        false,
        Optional.empty(),
        BudgetStatus.PAYMENT_REQUIRED,
        false,
        false,
        Instant.EPOCH);
  }
}
