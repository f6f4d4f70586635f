package io.tollgate.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.json.Fault;
import io.tollgate.key.Head;
import io.tollgate.key.KeyHash;
import io.tollgate.key.LossyTable;
import io.tollgate.key.TableKeyStore;
import io.tollgate.ledger.Calendar.Shift;
import io.tollgate.ledger.Period;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolicyStoreTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final String BERLIN = "organisation: acme\ntimezone: Europe/Berlin\n";

  private static final Change BY_ADA = new Change("admin_0123456789", NOW);

  private final Table table = new EmbeddedTable(InstantSource.fixed(NOW));
  private final PolicyStore store = new PolicyStore(table);

  @Test
  void the_first_file_becomes_version_1_and_is_current() {
    Configuration started = started(BERLIN);
    assertThat(started.version()).isEqualTo(1);
    Configuration current = store.current(store.head());
    assertThat(current.version()).isEqualTo(1);
    assertThat(current.organisation()).isEqualTo("acme");
    assertThat(current.offsets()).isEqualTo(started.offsets());
  }

  @Test
  void the_same_text_is_the_same_version_and_another_the_next() {
    started(BERLIN);
    assertThat(started(BERLIN).version()).isEqualTo(1);
    assertThat(started(BERLIN + "# a remark\n").version()).isEqualTo(2);
    assertThat(started(BERLIN).version()).isEqualTo(3);
    assertThat(store.head().version()).isEqualTo(3);
  }

  @Test
  void
      a_published_versions_file_comes_into_force_once_and_an_old_version_that_starts_again_follows() {
    assertThat(started(BERLIN, new Published("proxy", 7)).version()).isEqualTo(1);
    String newer = BERLIN + "# newer\n";
    assertThat(started(newer, new Published("proxy", 8)).version()).isEqualTo(2);
    // Of one deployment: the same file, stored once.
    assertThat(started(newer, new Published("admin", 3)).version()).isEqualTo(2);
    // A snapshot of the old version is made anew.
    Configuration old = started(BERLIN, new Published("proxy", 7));
    assertThat(old.version()).isEqualTo(2);
    assertThat(store.head().version()).isEqualTo(2);
    // The old file, deployed again, is a new version of the function.
    assertThat(started(BERLIN, new Published("proxy", 9)).version()).isEqualTo(3);
    assertThat(started(newer, new Published("proxy", 8)).version()).isEqualTo(3);
    assertThat(started(BERLIN, new Published("proxy", 9)).version()).isEqualTo(3);
  }

  @Test
  void a_deployment_that_brings_the_same_file_again_takes_nothing_back_that_was_put_since() {
    started(BERLIN, new Published("proxy", 7));
    assertThat(inForce(put(BERLIN + "# put\n", 1)).version()).isEqualTo(2);
    // New code, the same file; and a function of the first deployment that starts late.
    assertThat(started(BERLIN, new Published("proxy", 8)).version()).isEqualTo(2);
    assertThat(started(BERLIN, new Published("aggregator", 1)).version()).isEqualTo(2);
    assertThat(store.inForce().orElseThrow().text()).isEqualTo(BERLIN + "# put\n");
    assertThat(started(BERLIN + "# deployed\n", new Published("proxy", 9)).version()).isEqualTo(3);
  }

  @Test
  void the_stored_spelling_of_what_deployments_brought_is_frozen() {
    started(BERLIN, new Published("proxy", 7));
    assertThat(table.get(new Key("W#started", "proxy")).orEmpty())
        .isEqualTo(Item.builder().set("v", 7).build());
    assertThat(table.get(new Key("W#started", "#file")).orEmpty())
        .isEqualTo(Item.builder().set("h", "99081073a9f393f2").build());
  }

  @Test
  void a_published_version_whose_file_was_faulty_may_start_again_and_is_told_again() {
    var first = new Published("proxy", 1);
    assertThat(store.start("organisatoin: acme", NOW, first))
        .isInstanceOf(ConfigurationFile.Faulty.class);
    assertThat(store.start("organisatoin: acme", NOW, first))
        .isInstanceOf(ConfigurationFile.Faulty.class);
    assertThat(store.head().version()).isZero();
  }

  private Configuration started(String text, Published by) {
    return ((ConfigurationFile.Parsed) store.start(text, NOW, by)).configuration();
  }

  @Test
  void a_faulty_file_changes_nothing() {
    started(BERLIN);
    assertThat(store.start("organisatoin: acme", NOW)).isInstanceOf(ConfigurationFile.Faulty.class);
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void an_empty_store_has_no_current_configuration() {
    assertThatThrownBy(() -> store.current(store.head()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("start the gateway with a tollgate.yaml first");
  }

  @Test
  void another_zone_begins_at_the_first_whole_hour_that_is_more_than_an_hour_ahead() {
    started(BERLIN);
    Instant now = Instant.parse("2026-11-24T12:20:00Z");
    Configuration moved = started("organisation: acme\ntimezone: America/New_York\n", now);
    assertThat(moved.version()).isEqualTo(2);
    var calendar = moved.calendar();
    assertThat(calendar.local(Instant.parse("2026-11-24T13:59:59Z")).toString())
        .isEqualTo("2026-11-24T14:59:59+01:00");
    assertThat(calendar.local(Instant.parse("2026-11-24T14:00:00Z")).toString())
        .isEqualTo("2026-11-24T09:00-05:00");
    // The day under way began in Berlin and ends in New York.
    Instant evening = Instant.parse("2026-11-25T02:00:00Z");
    assertThat(calendar.startOf(Period.DAY, evening)).isEqualTo("2026-11-23T23:00:00Z");
    assertThat(calendar.endOf(Period.DAY, evening)).isEqualTo("2026-11-25T05:00:00Z");
    assertThat(calendar.startOf(Period.DAY, Instant.parse("2027-07-01T12:00:00Z")))
        .isEqualTo("2027-07-01T04:00:00Z");
  }

  @Test
  void a_zone_that_is_taken_back_before_it_begins_never_begins() {
    Configuration first = started(BERLIN);
    started("organisation: acme\ntimezone: America/New_York\n", NOW);
    Configuration back = started(BERLIN, NOW.plusSeconds(60));
    assertThat(back.version()).isEqualTo(3);
    for (int days = 0; days < 400; days++) {
      Instant at = NOW.plus(Duration.ofDays(days));
      assertThat(back.calendar().local(at)).isEqualTo(first.calendar().local(at));
    }
  }

  @Test
  void a_zone_that_does_not_exist_is_refused_on_its_line_and_changes_nothing() {
    started(BERLIN);
    ConfigurationFile.Result moved = store.start("organisation: acme\ntimezone: Mars/Base\n", NOW);
    assertThat(moved).isInstanceOf(ConfigurationFile.Faulty.class);
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void a_year_later_the_same_text_is_a_new_version_with_a_calendar_that_reaches_further() {
    Offsets before = started(BERLIN).offsets();
    Configuration later = started(BERLIN, NOW.plus(Duration.ofDays(500)));
    assertThat(later.version()).isEqualTo(2);
    assertThat(later.offsets().until()).isEqualTo(Instant.parse("2030-04-09T00:00:00Z"));
    assertThat(later.offsets().shifts()).startsWith(before.shifts().toArray(new Shift[0]));
    assertThat(later.calendar().startOf(Period.DAY, Instant.parse("2029-07-01T12:00:00Z")))
        .isEqualTo("2029-06-30T22:00:00Z");
  }

  @Test
  void a_file_of_several_parts_is_read_as_it_was_written() {
    String large =
        IntStream.range(0, 12_000)
            .mapToObj(i -> "  m%d: {email: \"😀%d@example.com\"}\n".formatted(i, i))
            .collect(Collectors.joining("", "members:\n", ""));
    started(large);
    assertThat(store.current(store.head()).directory().members()).hasSize(12_000);
    assertThat(StoredFile.read(table, 1, store.head().file()).text()).isEqualTo(large);
    assertThat(started(large).version()).isEqualTo(1);
  }

  @Test
  void the_stored_spelling_is_frozen() {
    started(BERLIN);
    assertThat(table.get(new Key("C#head", "C")).orEmpty())
        .isEqualTo(Item.builder().set("v", 1).set("h", "32fb03ae63765196").build());
    assertThat(table.get(new Key("C#1", "32fb03ae63765196#0")).orEmpty())
        .isEqualTo(
            Item.builder()
                .set("text", BERLIN)
                .set("parts", 1)
                .set("zone", "Europe/Berlin")
                .set(
                    "shifts",
                    "1760918400:120,1761440400:60,1774746000:120,1792890000:60,1806195600:120,"
                        + "1824944400:60,1837645200:120,1856394000:60")
                .set("until", 1858723200L)
                .build());
  }

  @Test
  void of_many_who_start_at_once_with_one_file_one_stores_it() throws Exception {
    Set<Long> versions = startAll(IntStream.range(0, 16).mapToObj(i -> BERLIN).toList());
    assertThat(versions).containsExactly(1L);
    assertThat(store.head().version()).isEqualTo(1);
  }

  @Test
  void of_several_who_start_at_once_with_files_of_their_own_each_gets_a_version_of_its_own()
      throws Exception {
    List<String> files = IntStream.range(0, 4).mapToObj(i -> BERLIN + "# " + i).toList();
    assertThat(startAll(files)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L);
    assertThat(store.head().version()).isEqualTo(4);
  }

  private Set<Long> startAll(List<String> files) throws Exception {
    try (var executor = Executors.newFixedThreadPool(4)) {
      List<Callable<Long>> starts = new ArrayList<>();
      files.forEach(file -> starts.add(() -> started(file).version()));
      return executor.invokeAll(starts).stream().map(Future::resultNow).collect(Collectors.toSet());
    }
  }

  @Test
  void a_start_whose_answers_are_lost_stores_one_version() {
    var lossy = new PolicyStore(new LossyTable(table));
    for (String file : List.of(BERLIN, BERLIN + "# a remark")) {
      assertThat(lossy.start(file, NOW)).isInstanceOf(ConfigurationFile.Parsed.class);
      assertThat(StoredFile.read(table, store.head().version(), store.head().file()).text())
          .isEqualTo(file);
    }
    assertThat(store.head().version()).isEqualTo(2);
  }

  @Test
  void a_change_of_keys_leaves_the_version_alone_and_a_new_version_the_keys() {
    started(BERLIN);
    new TableKeyStore(table).create(BookTest.key("key_1"), new KeyHash("0".repeat(64)));
    started(BERLIN + "# a remark");
    assertThat(store.head()).isEqualTo(new Head(2, store.head().file(), 1, Set.of(), NOW));
  }

  private Put put(String text, long edited) {
    return store.put(text, edited, BY_ADA);
  }

  private static Configuration inForce(Put put) {
    return ((Put.InForce) put).configuration();
  }

  @Test
  void a_file_that_was_put_is_the_next_version_and_says_who_put_it_and_when() {
    started(BERLIN);
    assertThat(store.inForce())
        .contains(new PolicyStore.InForce(1, BERLIN, Raises.NONE, Optional.empty()));
    String file = BERLIN + "# put\n";
    assertThat(inForce(put(file, 1)).version()).isEqualTo(2);
    assertThat(store.current(store.head()).version()).isEqualTo(2);
    assertThat(store.inForce())
        .contains(new PolicyStore.InForce(2, file, Raises.NONE, Optional.of(BY_ADA)));
  }

  @Test
  void the_stored_spelling_of_who_put_a_version_is_frozen() {
    started(BERLIN);
    put(BERLIN + "# put\n", 1);
    assertThat(store.head().file()).isEqualTo("864ff66162583502");
    Item item = table.get(new Key("C#2", "864ff66162583502#0")).orEmpty();
    assertThat(item.text("by")).contains("admin_0123456789");
    assertThat(item.text("at")).contains("2026-11-24T12:00:00Z");
  }

  @Test
  void whoever_edited_an_old_version_is_told_which_is_in_force_and_changes_nothing() {
    started(BERLIN);
    put(BERLIN + "# put\n", 1);
    assertThat(put(BERLIN + "# late\n", 1)).isEqualTo(new Put.Stale(2));
    assertThat(put(BERLIN + "# early\n", 3)).isEqualTo(new Put.Stale(2));
    assertThat(store.inForce().orElseThrow().text()).isEqualTo(BERLIN + "# put\n");
  }

  @Test
  void what_is_in_force_may_be_put_again_by_whoever_lost_the_answer() {
    started(BERLIN);
    String file = BERLIN + "# put\n";
    assertThat(inForce(put(file, 1)).version()).isEqualTo(2);
    assertThat(inForce(put(file, 1)).version()).isEqualTo(2);
    var lossy = new PolicyStore(new LossyTable(table));
    assertThat(inForce(lossy.put(BERLIN, 2, BY_ADA)).version()).isEqualTo(3);
    assertThat(store.head().version()).isEqualTo(3);
  }

  @Test
  void a_faulty_file_is_told_and_not_stored_and_a_check_stores_nothing() {
    started(BERLIN);
    assertThat(put("organisatoin: acme", 1)).isInstanceOf(Put.Faulty.class);
    assertThat(store.check("organisatoin: acme", NOW)).isInstanceOf(ConfigurationFile.Faulty.class);
    assertThat(store.check(BERLIN + "# new\n", NOW)).isInstanceOf(ConfigurationFile.Parsed.class);
    assertThat(store.inForce().orElseThrow().text()).isEqualTo(BERLIN);
  }

  @Test
  void of_many_who_edited_one_version_one_wins() throws Exception {
    started(BERLIN);
    try (var executor = Executors.newFixedThreadPool(4)) {
      List<Callable<Put>> puts = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        String file = BERLIN + "# " + i + "\n";
        puts.add(() -> put(file, 1));
      }
      List<Put> fates = executor.invokeAll(puts).stream().map(Future::resultNow).toList();
      assertThat(fates).filteredOn(Put.InForce.class::isInstance).hasSize(1);
      assertThat(fates).filteredOn(new Put.Stale(2)::equals).hasSize(15);
    }
    assertThat(store.head().version()).isEqualTo(2);
  }

  private Configuration started(String file) {
    return started(file, NOW);
  }

  private Configuration started(String file, Instant now) {
    return switch (store.start(file, now)) {
      case ConfigurationFile.Parsed(Configuration configuration) -> configuration;
      case ConfigurationFile.Faulty(List<Fault> faults) -> throw new AssertionError(faults);
    };
  }
}
