package io.tollgate.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.attribution.Dimension;
import io.tollgate.table.Condition;
import io.tollgate.table.EmbeddedTable;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableKeyStoreTest extends KeyStoreContract {
  private final Table table =
      new EmbeddedTable(InstantSource.fixed(Instant.parse("2026-11-24T12:00:00Z")));
  private final KeyStore store = new TableKeyStore(table);

  @Override
  protected KeyStore store() {
    return store;
  }

  @Override
  protected long changes() {
    return Head.read(table).keys();
  }

  @Test
  void the_stored_spelling_is_frozen() {
    var hash = new KeyHash("0123456789abcdef".repeat(4));
    store.create(full(), hash);
    String json =
        "{\"id\":\"key_1\",\"name\":\"laptop\",\"member\":\"ada\",\"department\":\"research\","
            + "\"agent\":\"bot\",\"features\":[\"a\",\"b\"],\"require\":[\"member\",\"feature\"],"
            + "\"agent_from_session\":true,\"expires_at\":\"2027-01-01T00:00:00Z\","
            + "\"budget_status\":429,\"disabled\":true,\"suspended\":true,"
            + "\"created_at\":\"2026-11-24T12:00:00Z\"}";
    assertThat(table.get(new Key("K#" + hash.hex(), "K")).orEmpty())
        .isEqualTo(Item.builder().set("key", json).build());
    assertThat(table.get(new Key("K", "key_1")).orEmpty())
        .isEqualTo(Item.builder().set("key", json).set("hash", hash.hex()).build());
    assertThat(table.get(new Key("C#head", "C")).orEmpty())
        .isEqualTo(Item.builder().set("k", 1).build());
    assertThat(store.find(hash)).contains(full());
  }

  @Test
  void a_change_whose_answer_is_lost_is_made_once_more_and_told_as_it_is() {
    KeyStore lossy = new TableKeyStore(new LossyTable(table));
    var hash = new KeyHash("0123456789abcdef".repeat(4));
    lossy.create(full(), hash);
    assertThat(store.find(hash)).contains(full());
    assertThat(lossy.replace(full(), full().disabled(false))).isTrue();
    assertThat(store.find(hash)).contains(full().disabled(false));
    assertThat(lossy.delete("key_1")).isTrue();
    assertThat(store.find(hash)).isEmpty();
    assertThat(store.list()).isEmpty();
  }

  @Test
  void a_key_of_a_newer_version_is_refused_and_not_half_understood() {
    var hash = new KeyHash("0123456789abcdef".repeat(4));
    table.write(
        new Write.Put(
            new Key("K#" + hash.hex(), "K"),
            Item.builder().set("key", "{\"id\":\"key_1\",\"policies\":[]}").build(),
            Condition.ALWAYS));
    assertThatThrownBy(() -> store.find(hash)).isInstanceOf(IllegalStateException.class);
  }

  private static VirtualKey full() {
    return new VirtualKey(
        "key_1",
        "laptop",
        Optional.of("ada"),
        Optional.of("research"),
        new Choice.Pinned("bot"),
        new Choice.OneOf(List.of("a", "b")),
        Set.of(Dimension.FEATURE, Dimension.MEMBER),
        true,
        Optional.of(Instant.parse("2027-01-01T00:00:00Z")),
        BudgetStatus.TOO_MANY_REQUESTS,
        true,
        true,
        Instant.parse("2026-11-24T12:00:00Z"));
  }
}
