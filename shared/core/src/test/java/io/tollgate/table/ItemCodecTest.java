package io.tollgate.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class ItemCodecTest {
  private static final Num LARGEST = Num.of(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));

  private final ItemCodec file = new ItemCodec(Lexicon.NONE);
  private final ItemCodec memory = new ItemCodec(new Words());

  @Test
  void the_spelling_of_an_item_in_a_file_is_frozen() {
    Item item =
        Item.builder()
            .set("st", "OPEN")
            .set("n", -3)
            .set("m", 300)
            .set("é", "{\"a\":1,\"b\":2}")
            .set("x", Num.of(BigInteger.TWO.pow(64)))
            .build();
    assertThat(HexFormat.of().formatHex(file.encode(item)))
        .isEqualTo(
            "0105"
                + "04737402084f50454e"
                + "026e0005"
                + "026d00d804"
                + "04c3a9021a7b2261223a312c2262223a327d"
                + "02780109010000000000000000");
  }

  @Test
  void an_item_without_attributes_is_two_bytes() {
    assertThat(file.encode(Item.EMPTY)).containsExactly(1, 0);
    assertThat(file.decode(new byte[] {1, 0}, 0)).isEqualTo(Item.EMPTY);
  }

  @Test
  void numbers_at_the_edges_come_back() {
    Item item =
        Item.builder()
            .set("zero", 0)
            .set("max", Long.MAX_VALUE)
            .set("min", Long.MIN_VALUE)
            .set("largest", LARGEST)
            .set("smallest", LARGEST.negated())
            .build();
    assertThat(file.decode(file.encode(item), 0)).isEqualTo(item);
    assertThat(memory.decode(memory.encode(item), 0)).isEqualTo(item);
  }

  @Property(tries = 200)
  void every_item_comes_back_from_a_file_and_from_memory(@ForAll("items") Item item) {
    byte[] head = {7, 8, 9};
    assertThat(file.decode(file.encode(head, item), head.length)).isEqualTo(item);
    // Thrice: met, learned, known.
    for (int i = 0; i < 3; i++) {
      assertThat(memory.decode(memory.encode(head, item), head.length)).isEqualTo(item);
    }
  }

  @Provide
  Arbitrary<Item> items() {
    Arbitrary<Value> texts =
        Arbitraries.strings().withChars("a,\":[1é").ofMaxLength(20).map(Text::new);
    Arbitrary<Value> numbers = Arbitraries.longs().map(Num::of);
    return Arbitraries.maps(
            Arbitraries.strings().withCharRange('a', 'é').ofMaxLength(5),
            Arbitraries.oneOf(texts, numbers))
        .ofMaxSize(6)
        .map(Item::of);
  }

  @Test
  void what_is_met_again_and_again_takes_a_third_of_the_bytes_in_memory() {
    memory.encode(call("one", 17));
    memory.encode(call("two", 18));
    byte[] third = memory.encode(call("three", 19));
    assertThat(third.length * 3).isLessThan(file.encode(call("three", 19)).length);
    assertThat(memory.decode(third, 0)).isEqualTo(call("three", 19));
  }

  private static Item call(String id, int tokens) {
    return Item.builder()
        .set("st", "SETTLED")
        .set(
            "d",
            "{\"m\":\"ada\",\"a\":\"support-bot\",\"d\":\"research\",\"f\":\"triage\","
                + "\"o\":\"gpt-4.1-mini\",\"w\":\"T Mhnyo0 Whod40 Dhoqs0 Hhos20\",\"in\":"
                + tokens
                + "}")
        .set("id", id)
        .build();
  }

  @Test
  void an_unknown_format_is_not_guessed_at() {
    assertThatThrownBy(() -> file.decode(new byte[] {2, 0}, 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("a stored item of format 2; this Tollgate reads format 1");
  }
}
