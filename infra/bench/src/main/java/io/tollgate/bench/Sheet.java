package io.tollgate.bench;

import java.math.BigDecimal;
import java.util.List;

/// One table of a report.
///
/// @param columns their names, units last
/// @param rows as long as the columns: whole numbers, decimals or words
public record Sheet(String title, List<String> columns, List<List<Object>> rows) {
  public Sheet {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException("a row of another length than its columns: " + row);
      }
    }
  }

  void print(StringBuilder text) {
    text.append('\n').append(title).append('\n');
    line(text, columns.stream().map(Object.class::cast).toList());
    rows.forEach(row -> line(text, row));
  }

  private void line(StringBuilder text, List<Object> cells) {
    var line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column).toString();
      String blank = " ".repeat(width(column) - cell.length());
      line.append("  ").append(isNumeric(column) ? blank + cell : cell + blank);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    return rows.stream()
        .mapToInt(row -> row.get(column).toString().length())
        .reduce(columns.get(column).length(), Math::max);
  }

  private boolean isNumeric(int column) {
    return rows.stream()
        .map(row -> row.get(column))
        .allMatch(cell -> cell instanceof Number || cell instanceof BigDecimal);
  }
}
