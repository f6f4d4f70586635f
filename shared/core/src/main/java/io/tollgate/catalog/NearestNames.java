package io.tollgate.catalog;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// Finds the names that a wrong one is most likely a slip of.
final class NearestNames {
  private static final int MOST = 3;
  // Comparing costs length times length for each of a thousand names, and the wanted one is a
  // stranger's.
  private static final int LONGEST = 64;

  private NearestNames() {}

  /// @param wanted a model's name, perhaps with its provider
  /// @param ids of offers, `provider/model`
  static List<String> of(String wanted, Stream<String> ids) {
    if (wanted.length() > LONGEST) {
      return List.of();
    }
    String name = wanted.toLowerCase(Locale.ROOT);
    int near = Math.max(2, name.length() / 3);
    return ids.map(id -> new Candidate(id, Math.min(edits(name, id), edits(name, model(id)))))
        .filter(candidate -> candidate.edits() <= near)
        .sorted(Comparator.comparingInt(Candidate::edits).thenComparing(Candidate::id))
        .limit(MOST)
        .map(Candidate::id)
        .toList();
  }

  private record Candidate(String id, int edits) {}

  private static String model(String id) {
    return id.substring(id.indexOf('/') + 1);
  }

  // Levenshtein's distance, one row at a time.
  private static int edits(String from, String id) {
    String to = id.toLowerCase(Locale.ROOT);
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
