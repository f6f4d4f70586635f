package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.ledger.Calendar;
import io.tollgate.money.Usd;
import io.tollgate.policy.Raise;
import io.tollgate.policy.Raised;
import io.tollgate.policy.RaisedLimit;

/// How a raise is told: as it was asked for, as it came into force, and beside a limit that it
/// raises.
final class RaiseJson {
  private RaiseJson() {}

  static ObjectNode of(Raise raise, Calendar calendar) {
    ObjectNode json = whose(raise);
    switch (raise.size()) {
      case Raise.Size.To(Usd limit) -> json.put("limit_usd", limit.plain());
      case Raise.Size.By(Usd more) -> json.put("add_usd", more.plain());
    }
    return lasting(json.put("from", Times.text(raise.from(), calendar)), raise, calendar);
  }

  static ObjectNode of(Raised.InForce raised, Calendar calendar) {
    Raise raise = raised.raise();
    ObjectNode json =
        whose(raise)
            .put("limit_usd", raised.limit().plain())
            .put("limit_usd_without", raised.without().plain())
            .put("from", Times.text(raise.from(), calendar));
    return lasting(json, raise, calendar).put("version", raised.version());
  }

  /// Beside the raised limit and whose it is.
  static ObjectNode of(RaisedLimit raised, Calendar calendar) {
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("limit_usd_without", raised.without().plain());
    return lasting(json, raised.by(), calendar);
  }

  private static ObjectNode whose(Raise raise) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("id", raise.policy());
    raise.owner().ifPresent(owner -> json.put("scope", owner.toString()));
    return json;
  }

  private static ObjectNode lasting(ObjectNode json, Raise raise, Calendar calendar) {
    return json.put("until", Times.text(raise.until(), calendar))
        .put("reason", raise.reason())
        .put("by", raise.by());
  }
}
