package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.attribution.ScopeKind;
import io.tollgate.event.EventJson;
import io.tollgate.event.UsageEvent;
import io.tollgate.ledger.Truth;
import io.tollgate.table.Answer;
import io.tollgate.table.DelegatingTable;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Calls that every limit admits, and whose own record the store then does not take.
class UnsentTest {
  private static final String HI =
      "{\"model\":\"house/plain\",\"max_tokens\":10,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  private final House house =
      new House(
          """
          policies:
            - {budget: total, of: workspace, limit_usd: 1}
          """,
          DeafJournal::new);

  @AfterEach
  void close() {
    house.close();
  }

  @Test
  void a_call_that_may_not_be_sent_is_a_503_and_holds_and_costs_nothing() {
    Heard heard = house.chat(HI);
    assertThat(heard.status()).isEqualTo(503);
    assertThat(house.provider.received()).isEmpty();
    assertThat(house.spent(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
    assertThat(house.held(ScopeKind.WORKSPACE, "*")).isEqualTo("0");
  }

  @Test
  void the_event_of_a_call_that_was_never_sent_keeps_its_trace_and_its_tags() {
    house.chat(HI, "traceparent", TRACE, "tollgate-tag-team", "blue");
    var ended = (UsageEvent.Ended) house.events.getFirst();
    assertThat(ended.truth()).isEqualTo(new Truth.Unserved());
    assertThat(ended.settled()).isTrue();
    var facts = EventJson.facts(ended.incoming().facts());
    assertThat(facts.attempts()).isEmpty();
    assertThat(facts.traceparent()).isEqualTo(TRACE);
    assertThat(facts.tags()).containsEntry("team", "blue");
  }

  /// Loses every record of a call that is to be sent.
  private static final class DeafJournal extends DelegatingTable {
    DeafJournal(Table table) {
      super(table);
    }

    @Override
    public Answer write(Write write) {
      return write instanceof Write.Put put && put.key().pk().startsWith("J#")
          ? new Answer.Unknown("lost on its way")
          : table.write(write);
    }
  }
}
