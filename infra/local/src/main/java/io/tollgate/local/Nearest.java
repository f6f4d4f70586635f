package io.tollgate.local;

import java.util.Collection;
import java.util.Comparator;

/// Which known word somebody meant.
public final class Nearest {
  private Nearest() {}

  /// The known word with the fewest letters changed.
  ///
  /// @param known at least one
  public static String to(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.<String>comparingInt(other -> distance(word, other)).thenComparing(w -> w))
        .orElseThrow();
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
