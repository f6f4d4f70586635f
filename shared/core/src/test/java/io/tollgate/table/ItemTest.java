package io.tollgate.table;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ItemTest {
  private final Item item = Item.builder().set("a", 1).set("b", 2).set("c", 3).build();

  @Test
  void editing_an_item_leaves_it_as_it_was() {
    item.edit().set("a", 9).build();
    item.edit().remove("b").build();
    item.edit().set("d", 4).build();
    assertThat(item).isEqualTo(Item.builder().set("a", 1).set("b", 2).set("c", 3).build());
  }

  @Test
  void a_builder_that_goes_on_leaves_what_it_built_as_it_was() {
    Item.Builder builder = item.edit().set("a", 5);
    Item first = builder.build();
    Item second = builder.set("a", 6).set("d", 7).remove("b").build();
    assertThat(first).isEqualTo(Item.builder().set("a", 5).set("b", 2).set("c", 3).build());
    assertThat(second).isEqualTo(Item.builder().set("a", 6).set("c", 3).set("d", 7).build());
  }

  @Test
  void items_are_equal_whatever_the_order_in_which_they_were_built() {
    assertThat(Item.builder().set("c", 3).set("b", 2).set("a", 1).build())
        .isEqualTo(item)
        .hasSameHashCodeAs(item);
  }
}
