package io.tollgate.bench.cold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.bench.Sheet;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final long RESIDENT = 114;
  private static final long ZIP = 8;

  @Test
  void a_start_within_1500_ms_holds_however_fast_the_sdk_alone_was() {
    assertThat(new Verdict(500, 1_500, RESIDENT, ZIP).broken()).isEmpty();
  }

  @Test
  void a_slower_start_holds_where_the_sdk_alone_is_slow_too() {
    assertThat(new Verdict(1_300, 2_093, RESIDENT, ZIP).broken()).isEmpty();
  }

  @Test
  void a_start_that_is_too_slow_against_both_is_broken_and_told_with_its_values() {
    assertThat(new Verdict(1_300, 2_094, RESIDENT, ZIP).broken())
        .containsExactly(
            "the first answer took 2094 ms of CPU, which is more than 1500, and 1.62 times the"
                + " 1300 ms of the SDK alone, which is more than 1.61");
  }

  @Test
  void memory_and_zip_have_bounds_of_their_own() {
    assertThat(new Verdict(900, 1_400, 201, 21).broken())
        .containsExactly("201 MB resident; at most 200", "the zip is 21 MB; at most 20");
  }

  @Test
  void starts_are_a_row_each_and_their_medians_count() {
    List<Start> starts =
        List.of(
            new Start(900, 1_100, 1_400, 1_500, 1_600, 112),
            new Start(1_300, 1_700, 2_000, 2_100, 2_600, 110),
            new Start(1_000, 1_200, 1_500, 1_600, 1_700, 114));
    assertThat(Verdict.of(starts, ZIP)).isEqualTo(new Verdict(1_000, 1_500, 112, ZIP));
    assertThat(Verdict.of(starts, ZIP).medians().rows())
        .containsExactly(List.of(1_000L, 1_500L, new BigDecimal("1.50"), 112L));
    var sheet = new Sheet("cold", Start.COLUMNS, List.of(starts.getFirst().row(1)));
    assertThat(sheet.columns().get(1)).isEqualTo("SDK alone CPU ms");
    assertThat(sheet.rows().getFirst().get(1)).isEqualTo(900L);
  }
}
