package io.tollgate.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.money.Usd;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThresholdsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 10, 0",
    "4.999999999999, 10, 0",
    "5, 10, 50",
    "7.499999999999, 10, 50",
    "7.5, 10, 75",
    "9, 10, 90",
    "9.999999999999, 10, 90",
    "10, 10, 100",
    "11, 10, 100",
    "1000000, 10, 100",
    "-5, 10, 0",
    "0.000000000001, 0.000000000003, 0",
    "0.000000000002, 0.000000000003, 50",
    "500000000000, 1000000000000, 50"
  })
  void the_largest_share_that_spending_came_to_is_exact(String spent, String limit, int reached) {
    assertThat(Thresholds.USUAL.reached(Usd.parse(spent), Usd.parse(limit))).isEqualTo(reached);
  }

  @Test
  void any_spending_is_all_of_a_limit_of_nothing_and_no_spending_is_not() {
    assertThat(Thresholds.USUAL.reached(Usd.PICO, Usd.ZERO)).isEqualTo(100);
    assertThat(Thresholds.USUAL.reached(Usd.ZERO, Usd.ZERO)).isZero();
  }

  @Test
  void without_thresholds_none_is_reached() {
    assertThat(Thresholds.NONE.reached(Usd.parse("11"), Usd.parse("10"))).isZero();
    assertThat(Thresholds.NONE.areNone()).isTrue();
    assertThat(Thresholds.USUAL.areNone()).isFalse();
  }

  @Test
  void they_stand_in_ascending_order_whatever_order_they_came_in() {
    var thresholds = new Thresholds(List.of(100, 1, 33));
    assertThat(thresholds.percents()).containsExactly(1, 33, 100);
    assertThat(thresholds.reached(Usd.parse("0.34"), Usd.parse("1"))).isEqualTo(33);
  }

  @Test
  void a_share_of_nothing_of_more_than_all_or_said_twice_is_none() {
    for (List<Integer> wrong : List.of(List.of(0), List.of(101), List.of(-50), List.of(80, 80))) {
      assertThatThrownBy(() -> new Thresholds(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
