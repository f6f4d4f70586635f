package io.tollgate.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.key.AdminKeys.AdminKey;
import io.tollgate.key.AdminKeys.Role;
import io.tollgate.key.KeySecret.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeySecretTest {
  private static final String FROZEN = "tg-" + "a".repeat(32) + "ptkyat";
  private static final String FROZEN_HASH =
      "84636d3fbc1fab292080ef1179f62c71e172c06aad2c1ea791dd8c81961e1c65";

  private final Random random = new Random(7);
  private final KeySecret secret = KeySecret.draw(Kind.VIRTUAL, random);

  @Test
  void a_secret_is_a_prefix_160_bits_and_a_checksum() {
    assertThat(secret.reveal()).matches("tg-[a-z2-7]{38}");
    assertThat(KeySecret.draw(Kind.ADMIN, random).reveal()).matches("tga-[a-z2-7]{38}");
  }

  @Test
  void the_spelling_and_the_hash_of_a_secret_are_frozen() {
    assertThat(KeySecret.read(Kind.VIRTUAL, FROZEN).orElseThrow().hash())
        .isEqualTo(new KeyHash(FROZEN_HASH));
  }

  @Test
  void what_was_drawn_is_read_again() {
    assertThat(KeySecret.read(Kind.VIRTUAL, secret.reveal())).contains(secret);
  }

  @Test
  void any_one_wrong_letter_is_told_without_asking_the_store() {
    String text = secret.reveal();
    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'q' ? 'r' : 'q';
      String wrong = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(KeySecret.read(Kind.VIRTUAL, wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void what_is_cut_longer_empty_or_of_another_kind_is_no_secret() {
    String text = secret.reveal();
    String admin = KeySecret.draw(Kind.ADMIN, random).reveal();
    for (String wrong :
        List.of(
            "",
            "tg-",
            text.substring(0, text.length() - 1),
            text + "a",
            text.toUpperCase(java.util.Locale.ROOT),
            admin,
            "tg-" + "é".repeat(38),
            "sk-" + text.substring(3))) {
      assertThat(KeySecret.read(Kind.VIRTUAL, wrong)).as(wrong).isEmpty();
    }
  }

  @Test
  void secrets_differ() {
    Set<String> drawn = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      drawn.add(KeySecret.draw(Kind.VIRTUAL, random).reveal());
    }
    assertThat(drawn).hasSize(1_000);
  }

  @Test
  void a_secret_prints_only_the_end_of_its_checksum() {
    String end = secret.reveal().substring(38);
    assertThat(secret.toString()).isEqualTo("VIRTUAL[tg-…" + end + "]").hasSizeLessThan(20);
  }

  @Test
  void an_administrator_is_known_by_the_hash_and_a_virtual_key_is_none() {
    KeySecret admin = KeySecret.draw(Kind.ADMIN, random);
    var keys =
        new AdminKeys(
            List.of(
                new AdminKey(admin.hash(), Role.BILLING), new AdminKey(secret.hash(), Role.ADMIN)));
    assertThat(keys.roleOf(admin.reveal())).contains(Role.BILLING);
    assertThat(keys.roleOf(secret.reveal())).isEmpty();
    assertThat(keys.roleOf(KeySecret.draw(Kind.ADMIN, random).reveal())).isEmpty();
  }
}
