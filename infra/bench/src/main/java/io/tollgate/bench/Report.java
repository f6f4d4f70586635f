package io.tollgate.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;

/// What a bench found.
///
/// @param bench its name
/// @param conditions under which it was measured, a sentence each
/// @param sheets the numbers
/// @param broken each rule that did not hold, a sentence each; empty is good
public record Report(
    String bench, List<String> conditions, List<Sheet> sheets, List<String> broken) {
  public Report {
    conditions = List.copyOf(conditions);
    sheets = List.copyOf(sheets);
    broken = List.copyOf(broken);
  }

  /// For people.
  public String text() {
    var text = new StringBuilder();
    conditions.forEach(line -> text.append(line).append('\n'));
    sheets.forEach(sheet -> sheet.print(text));
    broken.forEach(rule -> text.append("BROKEN: ").append(rule).append('\n'));
    return text.toString();
  }

  /// For programs: each row an object with the columns' names.
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("bench", bench);
    conditions.forEach(json.putArray("conditions")::add);
    ArrayNode tables = json.putArray("tables");
    for (Sheet sheet : sheets) {
      ObjectNode table = tables.addObject().put("title", sheet.title());
      ArrayNode rows = table.putArray("rows");
      sheet.rows().forEach(row -> write(row, sheet.columns(), rows.addObject()));
    }
    broken.forEach(json.putArray("broken")::add);
    return json.toPrettyString() + "\n";
  }

  private static void write(List<Object> row, List<String> columns, ObjectNode json) {
    for (int i = 0; i < row.size(); i++) {
      switch (row.get(i)) {
        case Long number -> json.put(columns.get(i), number);
        case Integer number -> json.put(columns.get(i), number);
        case BigDecimal number -> json.put(columns.get(i), number);
        case Object other -> json.put(columns.get(i), other.toString());
      }
    }
  }
}
