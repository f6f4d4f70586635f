package io.tollgate.table;

import static io.tollgate.table.Condition.ALWAYS;
import static io.tollgate.table.Condition.all;
import static io.tollgate.table.Condition.any;
import static io.tollgate.table.Condition.atLeast;
import static io.tollgate.table.Condition.atMost;
import static io.tollgate.table.Condition.is;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.table.Action.Attribute;
import io.tollgate.table.Action.AttributeOr;
import io.tollgate.table.Action.Difference;
import io.tollgate.table.Action.Literal;
import io.tollgate.table.Action.Remove;
import io.tollgate.table.Action.Sum;
import io.tollgate.table.Condition.AnItem;
import io.tollgate.table.Condition.Between;
import io.tollgate.table.Condition.Compare;
import io.tollgate.table.Condition.Comparison;
import io.tollgate.table.Condition.Has;
import io.tollgate.table.Condition.Lacks;
import io.tollgate.table.Condition.NoItem;
import io.tollgate.table.Verdict.Cancelled;
import io.tollgate.table.Verdict.Committed;
import io.tollgate.table.Verdict.Reason;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What every table does. Each adapter extends this and is held to the same sentences.
///
/// Nothing here assumes an empty table: each test has partitions of its own, so that a shared one
/// may stand behind it.
public abstract class TableContract {
  private static final Duration CLOCK_ERROR = Duration.ofSeconds(30);

  private final String unique = UUID.randomUUID().toString();
  private final Key key = key("S#m#ada", "A");

  /// The table under test; the same one throughout a test.
  protected abstract Table table();

  /// The clock that the store's time is compared with, half a minute either way.
  protected InstantSource clock() {
    return InstantSource.system();
  }

  /// Called before the index is read: a place to wait, where it follows the items later.
  protected void indexCatchesUp() {}

  // --- one item -----------------------------------------------------------------------------

  @Test
  void a_put_makes_an_item_and_answers_with_it() {
    Item item = item(b -> b.set("name", "Ada").set("u", 7));
    assertThat(applied(put(key, item))).isEqualTo(item);
    assertThat(stored(key)).contains(item);
  }

  @Test
  void a_put_replaces_the_whole_item() {
    put(key, item(b -> b.set("a", 1).set("b", 2)));
    Item second = item(b -> b.set("c", 3));
    assertThat(applied(put(key, second))).isEqualTo(second);
    assertThat(stored(key)).contains(second);
  }

  @Test
  void an_item_may_have_no_attributes_and_is_still_an_item() {
    assertThat(applied(put(key, Item.EMPTY))).isEqualTo(Item.EMPTY);
    assertThat(stored(key)).contains(Item.EMPTY);
    assertThat(holds(new AnItem())).isTrue();
  }

  @Test
  void nothing_stands_at_a_key_that_was_never_written() {
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void items_of_one_partition_and_of_one_sort_key_do_not_mix() {
    put(key, number("n", 1));
    put(new Key(key.pk(), "B"), number("n", 2));
    put(key("S#m#bob", "A"), number("n", 3));
    assertThat(stored(key)).contains(number("n", 1));
  }

  @Test
  void an_update_makes_an_item_where_there_is_none_and_answers_with_it() {
    assertThat(applied(update(key, ALWAYS, Action.add("u", Num.of(5))))).isEqualTo(number("u", 5));
    assertThat(stored(key)).contains(number("u", 5));
  }

  @Test
  void an_update_answers_with_the_whole_new_item() {
    put(key, item(b -> b.set("a", 1).set("b", "two").set("c", 3)));
    assertThat(
            applied(
                update(
                    key,
                    ALWAYS,
                    Action.add("a", Num.of(10)),
                    new Remove("c"),
                    Action.set("d", "new"))))
        .isEqualTo(item(b -> b.set("a", 11).set("b", "two").set("d", "new")));
  }

  @Test
  void removing_an_attribute_that_is_not_there_is_no_error() {
    put(key, number("a", 1));
    assertThat(applied(update(key, ALWAYS, new Remove("b")))).isEqualTo(number("a", 1));
  }

  @Test
  void an_update_that_removes_every_attribute_leaves_an_item_without_any() {
    put(key, number("a", 1));
    assertThat(applied(update(key, ALWAYS, new Remove("a")))).isEqualTo(Item.EMPTY);
    assertThat(stored(key)).contains(Item.EMPTY);
  }

  @Test
  void a_delete_removes_the_item_and_answers_with_nothing() {
    put(key, number("a", 1));
    assertThat(applied(table().write(new Write.Delete(key, ALWAYS)))).isEqualTo(Item.EMPTY);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_delete_of_nothing_is_applied() {
    assertThat(applied(table().write(new Write.Delete(key, ALWAYS)))).isEqualTo(Item.EMPTY);
  }

  @Test
  void a_refused_put_changes_nothing_and_answers_with_the_old_item() {
    put(key, number("a", 1));
    Answer answer = table().write(new Write.Put(key, number("a", 2), new NoItem()));
    assertThat(refused(answer)).isEqualTo(number("a", 1));
    assertThat(stored(key)).contains(number("a", 1));
  }

  @Test
  void a_refused_update_changes_nothing_and_answers_with_the_old_item() {
    put(key, item(b -> b.set("a", 1).set("t", "x")));
    Answer answer = update(key, is("a", Num.of(2)), Action.set("a", Num.of(3)));
    assertThat(refused(answer)).isEqualTo(item(b -> b.set("a", 1).set("t", "x")));
    assertThat(stored(key)).contains(item(b -> b.set("a", 1).set("t", "x")));
  }

  @Test
  void a_refused_update_of_nothing_makes_nothing_and_answers_with_an_empty_item() {
    assertThat(refused(update(key, new AnItem(), Action.set("a", Num.ONE)))).isEqualTo(Item.EMPTY);
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void a_refused_delete_changes_nothing_and_answers_with_the_old_item() {
    put(key, number("a", 1));
    Answer answer = table().write(new Write.Delete(key, is("a", Num.of(2))));
    assertThat(refused(answer)).isEqualTo(number("a", 1));
    assertThat(stored(key)).contains(number("a", 1));
  }

  // --- right-hand sides ---------------------------------------------------------------------

  @Test
  void all_right_hand_sides_read_the_item_as_it_was() {
    put(key, item(b -> b.set("u", 100).set("r", 30).set("x", 1).set("y", 2)));
    Item after =
        applied(
            update(
                key,
                ALWAYS,
                new Action.Set("u", new Difference(new Attribute("u"), new Attribute("r"))),
                new Remove("r"),
                new Action.Set("x", new Attribute("y")),
                new Action.Set("y", new Attribute("x"))));
    assertThat(after).isEqualTo(item(b -> b.set("u", 70).set("x", 2).set("y", 1)));
  }

  @Test
  void if_not_exists_takes_the_attribute_or_else_the_fallback() {
    put(key, number("a", 1));
    Item after =
        applied(
            update(
                key,
                ALWAYS,
                Action.setIfAbsent("a", Num.of(9)),
                Action.setIfAbsent("b", Value.of("fallback")),
                new Action.Set("c", new AttributeOr("a", Num.of(8)))));
    assertThat(after).isEqualTo(item(b -> b.set("a", 1).set("b", "fallback").set("c", 1)));
  }

  @Test
  void if_not_exists_reads_the_item_as_it_was_too() {
    put(key, number("a", 1));
    Item after =
        applied(
            update(
                key,
                ALWAYS,
                Action.set("b", Num.of(5)),
                new Action.Set("c", new AttributeOr("b", Num.of(8))),
                new Remove("a"),
                new Action.Set("d", new AttributeOr("a", Num.of(9)))));
    assertThat(after).isEqualTo(item(b -> b.set("b", 5).set("c", 8).set("d", 1)));
  }

  @Test
  void sums_and_differences_take_literals_attributes_and_fallbacks_on_either_side() {
    put(key, item(b -> b.set("a", 10).set("b", 4)));
    Item after =
        applied(
            update(
                key,
                ALWAYS,
                new Action.Set("s1", new Sum(new Literal(Num.of(1)), new Attribute("a"))),
                new Action.Set("s2", new Sum(new Attribute("a"), new Attribute("b"))),
                new Action.Set(
                    "d1", new Difference(new AttributeOr("z", Num.of(3)), new Attribute("a"))),
                new Action.Set("d2", new Difference(new Literal(Num.of(2)), new Literal(Num.ONE))),
                Action.addToExisting("a", Num.of(-15))));
    assertThat(after)
        .isEqualTo(
            item(b ->
                b.set("a", -5).set("b", 4).set("s1", 11).set("s2", 14).set("d1", -7).set("d2", 1)));
  }

  @Test
  void an_attribute_may_change_from_a_number_to_a_text() {
    put(key, number("a", 1));
    assertThat(applied(update(key, ALWAYS, Action.set("a", "one"))))
        .isEqualTo(item(b -> b.set("a", "one")));
  }

  @Test
  void whole_numbers_of_38_digits_are_exact() {
    Num largest = Num.of(BigInteger.TEN.pow(38).subtract(BigInteger.ONE));
    put(key, item(b -> b.set("n", largest.minus(Num.ONE)).set("m", largest.negated())));
    assertThat(applied(update(key, ALWAYS, Action.add("n", Num.ONE), Action.add("m", Num.ONE))))
        .isEqualTo(item(b -> b.set("n", largest).set("m", largest.negated().plus(Num.ONE))));
    assertThat(holds(is("n", largest))).isTrue();
    assertThat(holds(Condition.below("n", largest))).isFalse();
    assertThat(holds(Condition.above("n", largest.minus(Num.ONE)))).isTrue();
  }

  @Test
  void a_sum_beyond_a_long_is_exact() {
    put(key, item(b -> b.set("n", Long.MAX_VALUE).set("m", Long.MIN_VALUE)));
    Item after =
        applied(update(key, ALWAYS, Action.add("n", Num.ONE), Action.add("m", Num.of(-1))));
    assertThat(after.num("n").exact())
        .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).add(BigInteger.ONE));
    assertThat(after.num("m").exact())
        .isEqualTo(BigInteger.valueOf(Long.MIN_VALUE).subtract(BigInteger.ONE));
    assertThat(stored(key)).contains(after);
  }

  @Test
  void texts_of_every_kind_come_back_as_they_went_in() {
    Item item =
        item(b ->
            b.set("empty", "")
                .set("umlaut", "Zoë")
                .set("emoji", "🚦")
                .set("zero", "a\u0000b")
                .set("lines", "a\nb\t\"c\"")
                .set("ünüsual näme", "x")
                .set("long", "é".repeat(9000)));
    put(key, item);
    assertThat(stored(key)).contains(item);
  }

  // --- conditions ---------------------------------------------------------------------------

  @Test
  void numbers_compare_as_numbers() {
    put(key, number("n", 10));
    assertThat(comparisonsThatHold("n", Num.of(9)))
        .containsExactlyInAnyOrder(Comparison.NE, Comparison.GT, Comparison.GE);
    assertThat(comparisonsThatHold("n", Num.of(10)))
        .containsExactlyInAnyOrder(Comparison.EQ, Comparison.LE, Comparison.GE);
    assertThat(comparisonsThatHold("n", Num.of(100)))
        .containsExactlyInAnyOrder(Comparison.NE, Comparison.LT, Comparison.LE);
  }

  @Test
  void texts_compare_by_their_utf8_bytes() {
    put(key, item(b -> b.set("t", "b").set("high", "\uFF5E").set("astral", "🚦").set("nine", "9")));
    assertThat(holds(Condition.above("t", Value.of("a")))).isTrue();
    assertThat(holds(Condition.below("t", Value.of("ba")))).isTrue();
    assertThat(holds(Condition.below("t", Value.of("é")))).isTrue();
    assertThat(holds(Condition.above("nine", Value.of("10")))).isTrue();
    // Java orders these two the other way round, by UTF-16 units.
    assertThat(holds(Condition.below("high", Value.of("🚦")))).isTrue();
    assertThat(holds(Condition.above("astral", Value.of("\uFF5E")))).isTrue();
  }

  @Test
  void a_comparison_across_types_is_false_except_that_they_are_not_equal() {
    put(key, item(b -> b.set("n", 1).set("t", "1")));
    assertThat(comparisonsThatHold("n", Value.of("1"))).containsExactly(Comparison.NE);
    assertThat(comparisonsThatHold("t", Num.ONE)).containsExactly(Comparison.NE);
    assertThat(holds(new Between("t", Num.ZERO, Num.of(2)))).isFalse();
    assertThat(holds(new Between("n", Value.of("0"), Value.of("2")))).isFalse();
  }

  @Test
  void a_comparison_with_a_missing_attribute_is_false_except_that_it_is_not_equal() {
    put(key, number("n", 1));
    assertThat(comparisonsThatHold("missing", Num.ONE)).containsExactly(Comparison.NE);
    assertThat(holds(new Between("missing", Num.ZERO, Num.of(2)))).isFalse();
  }

  @Test
  void a_comparison_where_there_is_no_item_is_false_except_that_it_is_not_equal() {
    assertThat(comparisonsThatHold("n", Num.ONE)).containsExactly(Comparison.NE);
    assertThat(holds(new Has("n"))).isFalse();
    assertThat(holds(new Lacks("n"))).isTrue();
  }

  @Test
  void between_includes_both_bounds() {
    put(key, item(b -> b.set("n", 5).set("t", "m")));
    assertThat(holds(new Between("n", Num.of(5), Num.of(5)))).isTrue();
    assertThat(holds(new Between("n", Num.of(-9), Num.of(5)))).isTrue();
    assertThat(holds(new Between("n", Num.of(5), Num.of(9)))).isTrue();
    assertThat(holds(new Between("n", Num.of(6), Num.of(9)))).isFalse();
    assertThat(holds(new Between("n", Num.of(1), Num.of(4)))).isFalse();
    assertThat(holds(new Between("t", Value.of("a"), Value.of("m")))).isTrue();
    assertThat(holds(new Between("t", Value.of("ma"), Value.of("z")))).isFalse();
  }

  @Test
  void has_and_lacks_look_at_attributes_and_not_at_their_values() {
    put(key, item(b -> b.set("zero", 0).set("empty", "")));
    assertThat(holds(new Has("zero"))).isTrue();
    assertThat(holds(new Has("empty"))).isTrue();
    assertThat(holds(new Lacks("zero"))).isFalse();
    assertThat(holds(new Has("other"))).isFalse();
    assertThat(holds(new Lacks("other"))).isTrue();
  }

  @Test
  void an_item_and_no_item_say_whether_one_stands_at_the_key() {
    assertThat(holds(new NoItem())).isTrue();
    assertThat(holds(new AnItem())).isFalse();
    put(key, number("n", 1));
    assertThat(holds(new NoItem())).isFalse();
    assertThat(holds(new AnItem())).isTrue();
  }

  @Test
  void all_needs_each_and_any_needs_one_however_deep() {
    put(key, item(b -> b.set("n", 5).set("t", "x")));
    Condition yes = is("t", "x");
    Condition no = is("t", "y");
    assertThat(holds(all(yes, yes))).isTrue();
    assertThat(holds(all(yes, no))).isFalse();
    assertThat(holds(any(no, yes))).isTrue();
    assertThat(holds(any(no, no))).isFalse();
    assertThat(holds(all(any(no, all(yes, any(no, yes))), yes))).isTrue();
    assertThat(holds(any(all(yes, no), all(no, yes)))).isFalse();
  }

  @Test
  void all_of_nothing_is_true_wherever_it_stands() {
    assertThat(holds(ALWAYS)).isTrue();
    assertThat(holds(any(is("t", "x"), ALWAYS))).isTrue();
    assertThat(holds(all(ALWAYS, new AnItem()))).isFalse();
  }

  @Test
  void a_condition_may_speak_of_names_that_are_words_of_the_store() {
    put(key, item(b -> b.set("name", "n").set("ttl", 5).set("u.M9", 1).set("size", 2)));
    assertThat(
            holds(
                all(
                    is("name", "n"),
                    is("ttl", Num.of(5)),
                    is("u.M9", Num.ONE),
                    atMost("size", Num.of(2)))))
        .isTrue();
  }

  // --- writes that are no writes --------------------------------------------------------------

  @Test
  void arithmetic_on_a_missing_attribute_is_invalid_and_changes_nothing() {
    put(key, number("a", 1));
    invalid(new Write.Update(key, List.of(Action.addToExisting("b", Num.ONE)), ALWAYS));
    assertThat(stored(key)).contains(number("a", 1));
  }

  @Test
  void copying_a_missing_attribute_is_invalid() {
    invalid(new Write.Update(key, List.of(new Action.Set("a", new Attribute("b"))), ALWAYS));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void arithmetic_on_a_text_is_invalid_and_changes_nothing() {
    put(key, item(b -> b.set("a", "1")));
    invalid(new Write.Update(key, List.of(Action.add("a", Num.ONE)), ALWAYS));
    assertThat(stored(key)).contains(item(b -> b.set("a", "1")));
  }

  @Test
  void a_text_written_into_a_sum_is_invalid_even_where_the_condition_is_false() {
    var set =
        new Action.Set("a", new Sum(new AttributeOr("a", Num.ZERO), new Literal(Value.of("1"))));
    invalid(new Write.Update(key, List.of(set), new AnItem()));
    invalid(new Write.Update(key, List.of(set), ALWAYS));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void an_update_that_only_removes_makes_an_item_too() {
    assertThat(applied(update(key, ALWAYS, new Remove("a")))).isEqualTo(Item.EMPTY);
    assertThat(stored(key)).contains(Item.EMPTY);
  }

  @Test
  void where_the_condition_is_false_the_right_hand_sides_are_not_looked_at() {
    Answer answer = update(key, new AnItem(), Action.addToExisting("b", Num.ONE));
    assertThat(refused(answer)).isEqualTo(Item.EMPTY);
  }

  @Test
  void two_actions_on_one_attribute_are_invalid_even_where_the_condition_is_false() {
    invalid(
        new Write.Update(key, List.of(Action.add("a", Num.ONE), new Remove("a")), new AnItem()));
    invalid(
        new Write.Update(key, List.of(Action.add("a", Num.ONE), Action.add("a", Num.ONE)), ALWAYS));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void an_update_without_actions_is_invalid() {
    invalid(new Write.Update(key, List.of(), ALWAYS));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void bounds_in_the_wrong_order_or_of_two_types_are_invalid() {
    put(key, number("n", 1));
    invalid(new Write.Put(key, Item.EMPTY, new Between("n", Num.of(2), Num.of(1))));
    invalid(new Write.Put(key, Item.EMPTY, new Between("n", Num.of(1), Value.of("2"))));
    assertThat(stored(key)).contains(number("n", 1));
  }

  @Test
  void an_item_over_400_kb_is_invalid_and_changes_nothing() {
    put(key, item(b -> b.set("a", "x".repeat(200_000))));
    invalid(new Write.Update(key, List.of(Action.set("b", "x".repeat(209_600))), ALWAYS));
    assertThat(stored(key).orElseThrow().size()).isEqualTo(1);
    applied(update(key, ALWAYS, Action.set("b", "x".repeat(209_000))));
    invalid(new Write.Put(key, item(b -> b.set("b", "é".repeat(205_000))), ALWAYS));
  }

  @Test
  void an_empty_or_oversized_key_is_invalid() {
    invalid(new Write.Put(new Key("", "A"), Item.EMPTY, ALWAYS));
    invalid(new Write.Put(new Key("P", ""), Item.EMPTY, ALWAYS));
    invalid(new Write.Put(new Key("é".repeat(1_025), "A"), Item.EMPTY, ALWAYS));
    invalid(new Write.Put(new Key(unique, "é".repeat(513)), Item.EMPTY, ALWAYS));
  }

  @Test
  void an_empty_key_cannot_be_read_either() {
    assertThatThrownBy(() -> table().get(new Key("", "A"))).isInstanceOf(InvalidWrite.class);
    assertThatThrownBy(() -> table().get(new Key("P", ""))).isInstanceOf(InvalidWrite.class);
  }

  @Test
  void the_longest_keys_are_kept() {
    var longest = new Key((unique + "é".repeat(1_024)).substring(0, 1_024), "s".repeat(1_024));
    put(longest, number("n", 1));
    assertThat(stored(longest)).contains(number("n", 1));
  }

  @Test
  void the_text_that_items_are_listed_by_is_a_text_and_not_empty() {
    invalid(new Write.Put(key, number(Table.LISTED_BY, 1), ALWAYS));
    invalid(new Write.Put(key, item(b -> b.set(Table.LISTED_BY, "")), ALWAYS));
    invalid(new Write.Update(key, List.of(Action.set(Table.LISTED_BY, "")), ALWAYS));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void the_names_of_the_key_are_not_for_attributes() {
    invalid(new Write.Put(key, item(b -> b.set("pk", "x")), ALWAYS));
    invalid(new Write.Update(key, List.of(Action.set("sk", "x")), ALWAYS));
  }

  // --- transactions -------------------------------------------------------------------------

  @Test
  void a_transaction_writes_all() {
    Key other = key("J#1#0", "r1");
    Key gone = key("J#1#0", "r0");
    put(gone, number("a", 1));
    Verdict verdict =
        table()
            .transact(
                List.of(
                    new Write.Update(key, List.of(Action.add("u", Num.of(3))), ALWAYS),
                    new Write.Put(other, number("n", 1), new NoItem()),
                    new Write.Delete(gone, new AnItem())));
    assertThat(verdict).isInstanceOf(Committed.class);
    assertThat(stored(key)).contains(number("u", 3));
    assertThat(stored(other)).contains(number("n", 1));
    assertThat(stored(gone)).isEmpty();
  }

  @Test
  void a_cancelled_transaction_writes_nothing_and_says_why_for_each_write_in_order() {
    Key open = key("J#1#0", "r1");
    Key missing = key("J#1#0", "r2");
    put(key, number("u", 5));
    put(open, item(b -> b.set("st", "SETTLED").set("amt", 4)));
    Verdict verdict =
        table()
            .transact(
                List.of(
                    new Write.Update(key, List.of(Action.add("u", Num.ONE)), ALWAYS),
                    new Write.Update(open, List.of(Action.set("st", "SETTLED")), is("st", "OPEN")),
                    new Write.Put(key("J#1#0", "r3"), Item.EMPTY, new NoItem()),
                    new Write.Delete(missing, new AnItem())));
    assertThat(verdict)
        .isEqualTo(
            new Cancelled(
                List.of(
                    Reason.NONE,
                    Reason.condition(item(b -> b.set("st", "SETTLED").set("amt", 4))),
                    Reason.NONE,
                    Reason.condition(Item.EMPTY))));
    assertThat(((Cancelled) verdict).byConflict()).isFalse();
    assertThat(stored(key)).contains(number("u", 5));
    assertThat(stored(key("J#1#0", "r3"))).isEmpty();
  }

  @Test
  void a_transaction_of_one_hundred_writes_is_whole_and_of_one_more_is_invalid() {
    var writes = new ArrayList<Write>();
    for (int i = 0; i < Table.LARGEST_TRANSACTION; i++) {
      writes.add(new Write.Put(key("P", "s" + i), number("i", i), new NoItem()));
    }
    assertThat(table().transact(writes)).isInstanceOf(Committed.class);
    assertThat(stored(key("P", "s99"))).contains(number("i", 99));
    writes.replaceAll(write -> new Write.Delete(write.key(), ALWAYS));
    writes.add(new Write.Delete(key("P", "s100"), ALWAYS));
    invalid(writes);
    assertThat(stored(key("P", "s0"))).contains(number("i", 0));
  }

  @Test
  void a_transaction_of_nothing_is_invalid() {
    invalid(List.of());
  }

  @Test
  void two_writes_on_one_item_in_a_transaction_are_invalid_and_change_nothing() {
    invalid(
        List.of(
            new Write.Update(key, List.of(Action.add("a", Num.ONE)), ALWAYS),
            new Write.Update(key, List.of(Action.add("b", Num.ONE)), ALWAYS)));
    assertThat(stored(key)).isEmpty();
  }

  @Test
  void an_invalid_write_poisons_its_whole_transaction() {
    Key other = key("S#m#bob", "A");
    invalid(
        List.of(
            new Write.Update(other, List.of(Action.add("a", Num.ONE)), ALWAYS),
            new Write.Update(key, List.of(Action.addToExisting("b", Num.ONE)), ALWAYS)));
    invalid(
        List.of(
            new Write.Update(other, List.of(Action.add("a", Num.ONE)), ALWAYS),
            new Write.Update(key, List.of(Action.add("a", Num.ONE), new Remove("a")), ALWAYS)));
    invalid(
        List.of(
            new Write.Update(other, List.of(Action.add("a", Num.ONE)), ALWAYS),
            new Write.Put(key, item(b -> b.set("a", "x".repeat(410_000))), ALWAYS)));
    assertThat(stored(other)).isEmpty();
    assertThat(stored(key)).isEmpty();
  }

  // --- time ---------------------------------------------------------------------------------

  @Test
  void every_answer_carries_the_stores_time() {
    var times = new ArrayList<Instant>();
    times.add(((Answer.Applied) put(key, number("n", 1))).at());
    times.add(((Answer.Refused) update(key, new NoItem(), Action.set("n", "x"))).at());
    times.add(((Answer.Applied) table().write(new Write.Delete(key, ALWAYS))).at());
    times.add(table().get(key).at());
    times.add(table().query(Query.all(key.pk())).at());
    times.add(table().listed(unique, "").at());
    List<Write> writes = List.of(new Write.Put(key, Item.EMPTY, ALWAYS));
    times.add(((Committed) table().transact(writes)).at());
    assertThat(times)
        .allSatisfy(time ->
            assertThat(Duration.between(time, clock().instant()).abs()).isLessThan(CLOCK_ERROR));
  }

  // --- queries ------------------------------------------------------------------------------

  @Test
  void a_query_reads_one_partition_in_the_order_of_its_sort_keys_utf8_bytes() {
    putAll("P", "b", "a", "B", "10", "9", "a0", "\uFF5E", "🚦", "é");
    put(key("Q", "a"), Item.EMPTY);
    assertThat(sortKeys(Query.all(pk("P"))))
        .containsExactly("10", "9", "B", "a", "a0", "b", "é", "\uFF5E", "🚦");
  }

  @Test
  void a_query_returns_whole_items_with_their_keys() {
    put(key, item(b -> b.set("a", 1).set("t", "x")));
    assertThat(table().query(Query.all(key.pk())).rows())
        .containsExactly(new Row(key, item(b -> b.set("a", 1).set("t", "x"))));
  }

  @Test
  void a_query_of_an_empty_partition_is_an_empty_last_page() {
    Page page = table().query(Query.all(pk("P")));
    assertThat(page.rows()).isEmpty();
    assertThat(page.next()).isEmpty();
  }

  @Test
  void a_prefix_keeps_the_sort_keys_that_start_with_it() {
    putAll("P", "a", "ab", "ab#1", "ab#2", "abc", "ac", "b", "ab\uFF5E");
    assertThat(sortKeys(new Query(pk("P"), "ab", "", ALWAYS, 1_000)))
        .containsExactly("ab", "ab#1", "ab#2", "abc", "ab\uFF5E");
    assertThat(sortKeys(new Query(pk("P"), "ab#", "", ALWAYS, 1_000)))
        .containsExactly("ab#1", "ab#2");
    assertThat(sortKeys(new Query(pk("P"), "x", "", ALWAYS, 1_000))).isEmpty();
  }

  @Test
  void a_query_starts_behind_a_sort_key_that_need_not_exist() {
    putAll("P", "a", "b", "c", "d");
    assertThat(sortKeys(Query.all(pk("P")).from("b"))).containsExactly("c", "d");
    assertThat(sortKeys(Query.all(pk("P")).from("bb"))).containsExactly("c", "d");
    assertThat(sortKeys(Query.all(pk("P")).from("d"))).isEmpty();
    putAll("Q", "x1", "x2", "x3", "y");
    assertThat(sortKeys(new Query(pk("Q"), "x", "x1", ALWAYS, 1_000))).containsExactly("x2", "x3");
  }

  @Test
  void pages_hold_at_most_the_limit_and_together_everything_once() {
    putAll("P", "a", "b", "c", "d", "e");
    var query = new Query(pk("P"), "", "", ALWAYS, 2);
    Page first = table().query(query);
    assertThat(first.rows()).extracting(row -> row.key().sk()).containsExactly("a", "b");
    assertThat(first.next()).isPresent();
    assertThat(sortKeys(query)).containsExactly("a", "b", "c", "d", "e");
    assertThat(sortKeys(new Query(pk("P"), "", "", ALWAYS, 5)))
        .containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void the_limit_counts_what_is_read_and_not_what_passes_the_filter() {
    for (int i = 0; i < 6; i++) {
      put(key("P", "s" + i), number("n", i));
    }
    var query = new Query(pk("P"), "", "", atLeast("n", Num.of(4)), 3);
    Page first = table().query(query);
    assertThat(first.rows()).isEmpty();
    assertThat(first.next()).isPresent();
    assertThat(sortKeys(query)).containsExactly("s4", "s5");
  }

  @Test
  void a_filter_sees_attributes_as_a_condition_does() {
    put(key("P", "open"), item(b -> b.set("st", "OPEN")));
    put(key("P", "settled"), item(b -> b.set("st", "SETTLED")));
    put(key("P", "other"), number("n", 1));
    assertThat(sortKeys(new Query(pk("P"), "", "", is("st", "OPEN"), 1_000)))
        .containsExactly("open");
    assertThat(sortKeys(new Query(pk("P"), "", "", Condition.not("st", Value.of("OPEN")), 1_000)))
        .containsExactly("other", "settled");
    assertThat(sortKeys(new Query(pk("P"), "", "", any(new Lacks("st"), is("st", "OPEN")), 1_000)))
        .containsExactly("open", "other");
  }

  @Test
  void a_query_sees_what_was_written_replaced_and_deleted_just_before() {
    putAll("P", "a", "b", "c");
    update(key("P", "b"), ALWAYS, Action.set("n", Num.of(7)));
    table().write(new Write.Delete(key("P", "c"), ALWAYS));
    assertThat(table().query(Query.all(pk("P"))).rows())
        .containsExactly(
            new Row(key("P", "a"), Item.EMPTY), new Row(key("P", "b"), number("n", 7)));
  }

  // --- the sparse index -----------------------------------------------------------------------

  @Test
  void the_index_lists_the_keys_of_items_with_a_text_and_of_no_others() {
    put(key("S#m#ada", "A"), item(b -> b.set(Table.LISTED_BY, unique).set("u", 1)));
    applied(
        update(key("S#m#bob", "A"), ALWAYS, Action.setIfAbsent(Table.LISTED_BY, Value.of(unique))));
    put(key("S#a#bot", "A"), item(b -> b.set(Table.LISTED_BY, unique + "a")));
    put(key("S#m#eve", "A"), number("u", 1));
    assertThat(listed(unique)).containsExactlyInAnyOrder(key("S#m#ada", "A"), key("S#m#bob", "A"));
    assertThat(listed(unique + "a")).containsExactly(key("S#a#bot", "A"));
    assertThat(listed(unique + "b")).isEmpty();
  }

  @Test
  void an_item_leaves_the_index_with_its_attribute_or_with_itself() {
    for (String name : List.of("stays", "moves", "sheds", "replaced", "goes")) {
      put(key(name, "A"), item(b -> b.set(Table.LISTED_BY, unique)));
    }
    update(key("moves", "A"), ALWAYS, Action.set(Table.LISTED_BY, unique + "2"));
    update(key("sheds", "A"), ALWAYS, new Remove(Table.LISTED_BY));
    put(key("replaced", "A"), Item.EMPTY);
    table().transact(List.of(new Write.Delete(key("goes", "A"), ALWAYS)));
    assertThat(listed(unique)).containsExactly(key("stays", "A"));
    assertThat(listed(unique + "2")).containsExactly(key("moves", "A"));
  }

  @Test
  void pages_of_the_index_hold_everything_once() {
    int items = Query.LARGEST_PAGE + 203;
    var keys = new ArrayList<Key>();
    for (int i = 0; i < items; i++) {
      keys.add(key("S#m#" + i, i % 2 == 0 ? "A" : "B"));
    }
    for (int from = 0; from < items; from += Table.LARGEST_TRANSACTION) {
      List<Write> writes =
          keys.subList(from, Math.min(items, from + Table.LARGEST_TRANSACTION)).stream()
              .<Write>map(
                  k -> new Write.Put(k, item(b -> b.set(Table.LISTED_BY, unique)), new NoItem()))
              .toList();
      assertThat(table().transact(writes)).isInstanceOf(Committed.class);
    }
    assertThat(listed(unique)).containsExactlyInAnyOrderElementsOf(keys);
  }

  // --- together -----------------------------------------------------------------------------

  @Test
  void once_is_the_same_table() {
    Table once = table().once(Duration.ofSeconds(10));
    assertThat(applied(once.write(new Write.Put(key, number("n", 1), new NoItem()))))
        .isEqualTo(number("n", 1));
    assertThat(stored(key)).contains(number("n", 1));
    assertThat(once.get(key).item()).contains(number("n", 1));
  }

  @Test
  void of_many_callers_at_once_exactly_as_many_pass_as_the_condition_allows() throws Exception {
    Condition tenAtMost = any(new Lacks("c"), Condition.below("c", Num.of(10)));
    var write = new Write.Update(key, List.of(Action.add("c", Num.ONE)), tenAtMost);
    List<Answer> answers = atOnce(40, () -> untilDefinite(write));
    assertThat(answers).filteredOn(Answer.Applied.class::isInstance).hasSize(10);
    assertThat(answers).filteredOn(Answer.Refused.class::isInstance).hasSize(30);
    assertThat(stored(key)).contains(number("c", 10));
  }

  @Test
  void transactions_at_once_leave_the_sum_as_it_was() throws Exception {
    Key other = key("S#m#bob", "A");
    put(key, number("u", 100));
    put(other, number("u", 0));
    List<Write> move =
        List.of(
            new Write.Update(key, List.of(Action.add("u", Num.of(-1))), atLeast("u", Num.ONE)),
            new Write.Update(other, List.of(Action.add("u", Num.ONE)), ALWAYS));
    List<Verdict> verdicts = atOnce(30, () -> table().transact(move));
    long committed = verdicts.stream().filter(Committed.class::isInstance).count();
    assertThat(stored(key)).contains(number("u", 100 - committed));
    assertThat(stored(other)).contains(number("u", committed));
    assertThat(committed).isPositive();
  }

  // --- words --------------------------------------------------------------------------------

  private String pk(String partition) {
    return unique + "/" + partition;
  }

  private Key key(String partition, String sk) {
    return new Key(pk(partition), sk);
  }

  private static Item item(Consumer<Item.Builder> attributes) {
    Item.Builder builder = Item.builder();
    attributes.accept(builder);
    return builder.build();
  }

  private static Item number(String name, long number) {
    return item(b -> b.set(name, number));
  }

  private Answer put(Key at, Item item) {
    return table().write(new Write.Put(at, item, ALWAYS));
  }

  private void putAll(String partition, String... sortKeys) {
    for (String sk : sortKeys) {
      put(key(partition, sk), Item.EMPTY);
    }
  }

  private Answer update(Key at, Condition condition, Action... actions) {
    return table().write(new Write.Update(at, List.of(actions), condition));
  }

  private Optional<Item> stored(Key at) {
    return table().get(at).item();
  }

  private static Item applied(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Applied.class);
    return ((Answer.Applied) answer).item();
  }

  private static Item refused(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Refused.class);
    return ((Answer.Refused) answer).item();
  }

  private void invalid(Write write) {
    assertThatThrownBy(() -> table().write(write)).isInstanceOf(InvalidWrite.class);
  }

  private void invalid(List<Write> writes) {
    assertThatThrownBy(() -> table().transact(writes)).isInstanceOf(InvalidWrite.class);
  }

  /// Whether a condition holds for what stands at the key: asked by a transaction that another
  /// write cancels, so that asking changes nothing.
  private boolean holds(Condition condition) {
    Verdict verdict =
        table()
            .transact(
                List.of(
                    new Write.Delete(key, condition),
                    new Write.Delete(key("never", "A"), new AnItem())));
    return !((Cancelled) verdict).reasons().getFirst().isCondition();
  }

  private List<Comparison> comparisonsThatHold(String attribute, Value value) {
    return Arrays.stream(Comparison.values())
        .filter(comparison -> holds(new Compare(attribute, comparison, value)))
        .toList();
  }

  private List<String> sortKeys(Query query) {
    var found = new ArrayList<String>();
    Page page = table().query(query);
    page.rows().forEach(row -> found.add(row.key().sk()));
    while (page.next().isPresent()) {
      page = table().query(query.from(page.next().get()));
      page.rows().forEach(row -> found.add(row.key().sk()));
    }
    return found;
  }

  private List<Key> listed(String text) {
    indexCatchesUp();
    var found = new ArrayList<Key>();
    Page page = table().listed(text, "");
    page.rows().forEach(row -> found.add(row.key()));
    while (page.next().isPresent()) {
      page = table().listed(text, page.next().get());
      page.rows().forEach(row -> found.add(row.key()));
    }
    return found;
  }

  private Answer untilDefinite(Write write) {
    Answer answer = table().write(write);
    for (int i = 0; i < 50 && answer instanceof Answer.NotApplied; i++) {
      answer = table().write(write);
    }
    return answer;
  }

  private static <T> List<T> atOnce(int callers, Callable<T> call)
      throws InterruptedException, ExecutionException {
    var answers = new ArrayList<T>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<T> future : threads.invokeAll(Collections.nCopies(callers, call))) {
        answers.add(future.get());
      }
    }
    return answers;
  }
}
