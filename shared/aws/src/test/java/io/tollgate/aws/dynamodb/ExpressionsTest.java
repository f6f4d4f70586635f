package io.tollgate.aws.dynamodb;

import static io.tollgate.table.Condition.all;
import static io.tollgate.table.Condition.any;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.table.Action;
import io.tollgate.table.Condition;
import io.tollgate.table.Num;
import io.tollgate.table.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// How conditions and actions are spelled for the store.
final class ExpressionsTest {
  private final Expressions expressions = new Expressions();

  @Test
  void names_and_values_are_placeholders_and_each_stands_once() {
    assertThat(
            expressions.update(List.of(Action.add("u.M1", Num.of(5)), Action.add("c", Num.of(5)))))
        .isEqualTo("SET #0 = if_not_exists(#0, :0) + :1, #1 = if_not_exists(#1, :0) + :1");
    assertThat(expressions.condition(Condition.atMost("u.M1", Num.of(95)))).contains("#0 <= :2");
    assertThat(expressions.names()).isEqualTo(Map.of("#0", "u.M1", "#1", "c"));
    assertThat(expressions.values())
        .isEqualTo(
            Map.of(
                ":0",
                AttributeValue.fromN("0"),
                ":1",
                AttributeValue.fromN("5"),
                ":2",
                AttributeValue.fromN("95")));
  }

  @Test
  void a_number_and_a_text_of_the_same_digits_are_two_values() {
    assertThat(
            expressions.condition(
                any(Condition.is("a", Num.ONE), Condition.is("a", Value.of("1")))))
        .contains("#0 = :0 OR #0 = :1");
  }

  @Test
  void sets_come_before_removes_in_whatever_order_they_were_given() {
    assertThat(
            expressions.update(
                List.of(
                    new Action.Remove("r"),
                    new Action.Set(
                        "u",
                        new Action.Difference(
                            new Action.Attribute("u"), new Action.Attribute("r"))))))
        .isEqualTo("SET #0 = #0 - #1 REMOVE #1");
  }

  @Test
  void what_is_always_true_is_left_out_and_brackets_stand_only_around_what_is_joined() {
    var has = new Condition.Has("a");
    var lacks = new Condition.Lacks("b");
    assertThat(expressions.condition(Condition.ALWAYS)).isEmpty();
    assertThat(expressions.condition(any(has, Condition.ALWAYS))).isEmpty();
    assertThat(expressions.condition(all(Condition.ALWAYS, all(has))))
        .contains("attribute_exists(#0)");
    assertThat(expressions.condition(all(any(has, lacks), Condition.ALWAYS, has)))
        .contains("(attribute_exists(#0) OR attribute_not_exists(#1)) AND attribute_exists(#0)");
    assertThat(expressions.values()).isEmpty();
  }
}
