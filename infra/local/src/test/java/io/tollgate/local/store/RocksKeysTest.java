package io.tollgate.local.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.Key;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class RocksKeysTest {
  private static final Key KEY = new Key("S#m#ada", "A");

  @Test
  void the_spelling_of_keys_is_frozen() {
    assertThat(hex(RocksKeys.item(KEY))).isEqualTo("69" + "0007" + "53236d23616461" + "41");
    assertThat(hex(RocksKeys.listed("m", KEY)))
        .isEqualTo("6c" + "0001" + "6d" + "0007" + "53236d23616461" + "41");
  }

  @Test
  void keys_are_read_as_they_were_written() {
    var odd = new Key("S#é\u0000🚦", "\u0000ä");
    assertThat(RocksKeys.keyOfListed(RocksKeys.listed("mé", odd), "mé")).isEqualTo(odd);
    assertThat(RocksKeys.sk(RocksKeys.item(odd), odd.pk())).isEqualTo(odd.sk());
  }

  @Test
  void one_partition_is_no_beginning_of_another() {
    byte[] other = RocksKeys.item("S#m#ada2", "A");
    assertThat(RocksKeys.startsWith(other, RocksKeys.item("S#m#ada", ""))).isFalse();
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
