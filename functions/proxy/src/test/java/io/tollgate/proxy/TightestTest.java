package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.Scope;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.aws.http.Headers;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.ledger.Mode;
import io.tollgate.ledger.Period;
import io.tollgate.ledger.Reserved.Grant;
import io.tollgate.ledger.Stages;
import io.tollgate.money.Usd;
import io.tollgate.table.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

class TightestTest {
  @Test
  void of_a_soft_limit_of_next_to_nothing_any_share_may_be_spent() {
    var least = Usd.ofPicos(1);
    var ceiling = new Ceiling(Period.TOTAL, least, "p", Mode.SOFT, Stages.USUAL);
    var ada = new Scope(ScopeKind.MEMBER, "ada");
    var hold = new Hold(ada, List.of(ceiling), List.of(), List.of());
    var tightest = new Tightest();
    tightest.consider(
        new Grant(hold, Item.EMPTY, List.of()), ceiling, Usd.parse("1000000"), Usd.ZERO);
    var headers = Headers.builder();
    tightest.addTo(headers);
    assertThat(headers.build().first("tollgate-budget-warning"))
        .contains("scope=member%2Fada;used=100000000000000000000%");
  }
}
