package io.tollgate.aws.dynamodb;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Query;
import io.tollgate.table.Table;
import io.tollgate.table.Text;
import io.tollgate.table.Value;
import io.tollgate.table.Write;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/// Random stories about few keys and few attributes, so that their steps meet. Most writes are
/// valid; each way to be invalid happens now and then.
final class Stories {
  private static final BigInteger HUGE = BigInteger.TEN.pow(37).subtract(BigInteger.ONE);

  private Stories() {}

  static Arbitrary<List<Step>> stories() {
    return steps().list().ofMinSize(1).ofMaxSize(8);
  }

  private static Arbitrary<Step> steps() {
    return Arbitraries.frequencyOf(
        Tuple.of(8, writes().map(Step.One::new)),
        Tuple.of(4, writes().list().ofMaxSize(3).map(Step.Transaction::new)),
        Tuple.of(2, queries().map(Step.Ask::new)),
        Tuple.of(2, keys().map(Step.Look::new)));
  }

  private static Arbitrary<Write> writes() {
    return Arbitraries.frequencyOf(
        Tuple.of(3, Combinators.combine(keys(), items(), guards()).as(Write.Put::new)),
        Tuple.of(6, Combinators.combine(keys(), actions(), guards()).as(Write.Update::new)),
        Tuple.of(1, Combinators.combine(keys(), guards()).as(Write.Delete::new)));
  }

  private static Arbitrary<Key> keys() {
    var plain =
        Combinators.combine(Arbitraries.of("P", "Q"), Arbitraries.of("a", "ab", "🚦")).as(Key::new);
    return Arbitraries.frequencyOf(
        Tuple.of(40, plain), Tuple.of(1, Arbitraries.of(new Key("", "a"), new Key("P", ""))));
  }

  private static Arbitrary<Item> items() {
    var plain = Arbitraries.maps(names(), values()).ofMaxSize(3).map(Item::of);
    return Arbitraries.frequencyOf(
        Tuple.of(20, plain),
        Tuple.of(1, values().map(value -> Item.of(Map.of(Table.LISTED_BY, value)))));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.of("a", "u.M1", "name", "é");
  }

  private static Arbitrary<Value> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.longs().between(-3, 6).map(Num::of)),
        Tuple.of(
            1,
            Arbitraries.of(
                Num.of(Long.MAX_VALUE),
                Num.of(Long.MIN_VALUE),
                Num.of(HUGE),
                Num.of(HUGE.negate()))),
        Tuple.of(3, Arbitraries.of("", "a", "b", "1", "é", "\uFF5E", "🚦").map(Text::new)));
  }

  // --- actions ------------------------------------------------------------------------------

  private static Arbitrary<List<Action>> actions() {
    var valid = action().list().uniqueElements(Action::attribute).ofMinSize(1).ofMaxSize(4);
    return Arbitraries.frequencyOf(Tuple.of(12, valid), Tuple.of(1, action().list().ofMaxSize(3)));
  }

  private static Arbitrary<Action> action() {
    return Arbitraries.frequencyOf(
        Tuple.of(5, Combinators.combine(names(), operands()).as(Action.Set::new)),
        Tuple.of(2, Combinators.combine(names(), numbers()).as(Action::add)),
        Tuple.of(2, names().map(Action.Remove::new)));
  }

  private static Arbitrary<Num> numbers() {
    return Arbitraries.longs().between(-3, 6).map(Num::of);
  }

  private static Arbitrary<Action.Operand> operands() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, terms().map(term -> (Action.Operand) term)),
        Tuple.of(2, Combinators.combine(terms(), terms()).as(Action.Sum::new)),
        Tuple.of(2, Combinators.combine(terms(), terms()).as(Action.Difference::new)));
  }

  private static Arbitrary<Action.Term> terms() {
    return Arbitraries.frequencyOf(
        Tuple.of(4, values().map(Action.Literal::new)),
        Tuple.of(2, names().map(Action.Attribute::new)),
        Tuple.of(4, Combinators.combine(names(), values()).as(Action.AttributeOr::new)));
  }

  // --- conditions ---------------------------------------------------------------------------

  private static Arbitrary<Condition> guards() {
    return Arbitraries.frequencyOf(
        Tuple.of(6, Arbitraries.just(Condition.ALWAYS)),
        Tuple.of(6, conditions(Arbitraries.oneOf(leaves(), presence()), 2)),
        Tuple.of(1, Combinators.combine(names(), values(), values()).as(Condition.Between::new)));
  }

  private static Arbitrary<Condition> conditions(Arbitrary<Condition> leaves, int depth) {
    if (depth == 0) {
      return leaves;
    }
    var parts = conditions(leaves, depth - 1).list();
    return Arbitraries.frequencyOf(
        Tuple.of(2, leaves),
        Tuple.of(2, parts.ofMaxSize(3).map(Condition.All::new)),
        Tuple.of(2, parts.ofMinSize(1).ofMaxSize(3).map(Condition.Any::new)));
  }

  private static Arbitrary<Condition> presence() {
    return Arbitraries.of(new Condition.NoItem(), new Condition.AnItem());
  }

  private static Arbitrary<Condition> leaves() {
    return Arbitraries.frequencyOf(
        Tuple.of(1, names().map(Condition.Has::new)),
        Tuple.of(1, names().map(Condition.Lacks::new)),
        Tuple.of(
            4,
            Combinators.combine(names(), Arbitraries.of(Condition.Comparison.class), values())
                .as(Condition.Compare::new)),
        Tuple.of(
            1,
            Combinators.combine(names(), numbers(), Arbitraries.longs().between(0, 5))
                .as((name, low, more) ->
                    new Condition.Between(name, low, low.plus(Num.of(more))))));
  }

  private static Arbitrary<Query> queries() {
    return Combinators.combine(
            Arbitraries.of("P", "Q"),
            Arbitraries.of("", "a", "ab", "x"),
            Arbitraries.of("", "a", "ab", "b", "🚦"),
            Arbitraries.oneOf(Arbitraries.just(Condition.ALWAYS), conditions(leaves(), 1)),
            Arbitraries.of(1, 2, 1_000))
        .as(Query::new);
  }
}
