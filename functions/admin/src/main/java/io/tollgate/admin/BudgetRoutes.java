package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.books.BudgetRow;
import io.tollgate.books.Budgets;
import io.tollgate.key.KeyStore;
import io.tollgate.ledger.Calendar;

/// `GET /admin/v1/budgets`: how every limit stands, a row for each account that it speaks of.
final class BudgetRoutes {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  private final Budgets budgets;
  private final KeyStore keys;

  BudgetRoutes(Budgets budgets, KeyStore keys) {
    this.budgets = budgets;
    this.keys = keys;
  }

  Answer budgets(Ask ask) {
    int limit = ask.parameters().limit(USUAL, MOST);
    String after = ask.parameters().text("after").orElse("");
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    Budgets.Part part = budgets.part(ask.configuration(), keys.list(), after, limit, ask.now());
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    part.rows().forEach(row -> data.add(json(row, ask.configuration().calendar())));
    part.next().ifPresent(next -> body.put("next", next));
    return Answer.ok(body);
  }

  private static ObjectNode json(BudgetRow row, Calendar calendar) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", row.policy())
            .put("scope", row.scope().toString())
            .put("period", row.period().word())
            .put("limit_usd", row.limit().plain())
            .put("spent_usd", row.spent().plain())
            .put("held_usd", row.held().plain())
            .put("left_usd", row.left().plain());
    if (row.passed() > 0) {
      json.put("passed_percent", row.passed());
    }
    row.resetsAt().ifPresent(at -> json.put("resets_at", Times.text(at, calendar)));
    json.put("mode", row.mode().word());
    row.raise().ifPresent(raised -> json.set("raise", RaiseJson.of(raised, calendar)));
    return json;
  }
}
