package io.tollgate.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.attribution.Dimension;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What every store of keys does. Nothing here assumes an empty store.
public abstract class KeyStoreContract {
  // A store that outlives the test meets other secrets each time.
  private final Random random = new Random(UUID.randomUUID().getMostSignificantBits());
  private final String unique = UUID.randomUUID().toString();
  private final KeyHash hash = KeySecret.draw(KeySecret.Kind.VIRTUAL, random).hash();

  /// The store under test; the same one throughout a test.
  protected abstract KeyStore store();

  /// How often keys changed, as the head says.
  protected abstract long changes();

  private VirtualKey key(String name) {
    return new VirtualKey(
        "key_" + name + unique,
        name,
        Optional.of("ada"),
        Optional.of("research"),
        new Choice.Pinned("bot"),
        new Choice.OneOf(List.of("search", "café #1")),
        Set.of(Dimension.FEATURE, Dimension.MEMBER),
        true,
        Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
        BudgetStatus.TOO_MANY_REQUESTS,
        false,
        false,
        Instant.parse("2026-11-24T12:00:00Z"));
  }

  @Test
  void a_key_is_found_by_its_hash_by_its_id_and_in_the_list_as_it_was_stored() {
    VirtualKey key = key("a");
    store().create(key, hash);
    assertThat(store().find(hash)).contains(key);
    assertThat(store().get(key.id())).contains(key);
    assertThat(store().list()).contains(key);
  }

  @Test
  void the_list_is_in_the_order_of_the_ids() {
    store().create(key("b"), hash);
    store().create(key("a"), KeySecret.draw(KeySecret.Kind.VIRTUAL, random).hash());
    assertThat(store().list()).extracting(VirtualKey::id).isSorted();
  }

  @Test
  void what_was_never_stored_is_not_found() {
    assertThat(store().find(hash)).isEmpty();
    assertThat(store().get("key_nobody" + unique)).isEmpty();
    assertThat(store().get("")).isEmpty();
  }

  @Test
  void every_change_of_a_key_is_counted() {
    long before = changes();
    VirtualKey key = key("a");
    store().create(key, hash);
    assertThat(changes()).isEqualTo(before + 1);
    store().replace(key, key.disabled(true));
    assertThat(changes()).isEqualTo(before + 2);
    store().delete(key.id());
    assertThat(changes()).isEqualTo(before + 3);
  }

  @Test
  void creating_a_key_again_changes_nothing() {
    VirtualKey key = key("a");
    store().create(key, hash);
    long before = changes();
    store().create(key, hash);
    assertThat(changes()).isEqualTo(before);
    assertThat(store().find(hash)).contains(key);
  }

  @Test
  void another_key_under_the_same_hash_or_id_is_refused_and_changes_nothing() {
    VirtualKey key = key("a");
    store().create(key, hash);
    KeyHash other = KeySecret.draw(KeySecret.Kind.VIRTUAL, random).hash();
    assertThatThrownBy(() -> store().create(key("b"), hash))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> store().create(key, other)).isInstanceOf(IllegalStateException.class);
    assertThat(store().find(hash)).contains(key);
    assertThat(store().find(other)).isEmpty();
    assertThat(store().get(key("b").id())).isEmpty();
  }

  @Test
  void a_replaced_key_is_found_as_it_is_now() {
    VirtualKey key = key("a");
    store().create(key, hash);
    assertThat(store().replace(key, key.disabled(true))).isTrue();
    assertThat(store().find(hash)).contains(key.disabled(true));
    assertThat(store().get(key.id())).contains(key.disabled(true));
  }

  @Test
  void of_two_changes_of_one_key_the_slower_changes_nothing_and_is_told() {
    VirtualKey key = key("a");
    store().create(key, hash);
    assertThat(store().replace(key, key.suspended(true))).isTrue();
    long before = changes();
    assertThat(store().replace(key, key.disabled(true))).isFalse();
    assertThat(store().find(hash)).contains(key.suspended(true));
    assertThat(store().get(key.id())).contains(key.suspended(true));
    assertThat(changes()).isEqualTo(before);
  }

  @Test
  void a_deleted_key_is_found_nowhere() {
    VirtualKey key = key("a");
    store().create(key, hash);
    assertThat(store().delete(key.id())).isTrue();
    assertThat(store().find(hash)).isEmpty();
    assertThat(store().get(key.id())).isEmpty();
    assertThat(store().list()).doesNotContain(key);
  }

  @Test
  void a_key_that_is_not_there_is_neither_replaced_nor_deleted_and_nothing_is_counted() {
    long before = changes();
    assertThat(store().replace(key("a"), key("a").disabled(true))).isFalse();
    assertThat(store().delete(key("a").id())).isFalse();
    assertThat(store().delete("")).isFalse();
    assertThat(changes()).isEqualTo(before);
  }
}
