package io.tollgate.json;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Finds what a misspelt word was meant to be.
public final class Spelling {
  private Spelling() {}

  /// The nearest of the known words, if any is near enough to be a guess worth making.
  public static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > 40) {
      return Optional.empty();
    }
    String plain = plain(word);
    return known.stream()
        .filter(one -> gap(plain, plain(one)) <= Math.clamp(one.length() / 2, 1, 3))
        .min(
            Comparator.comparingInt((String one) -> gap(plain, plain(one)))
                .thenComparing(Comparator.naturalOrder()));
  }

  /// `; did you mean X?`, or nothing.
  public static String hint(Optional<String> nearest) {
    return nearest.map(word -> "; did you mean `" + word + "`?").orElse("");
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace('-', '_');
  }

  // `limit` was meant to be `limit_usd`, however many letters are missing.
  private static int gap(String word, String known) {
    boolean isBeginning = word.length() > 2 && known.startsWith(word + "_");
    return isBeginning ? 1 : distance(word, known);
  }

  // The number of letters to insert, to remove or to change.
  private static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(change, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
