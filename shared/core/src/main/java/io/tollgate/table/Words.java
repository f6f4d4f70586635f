package io.tollgate.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A lexicon that learns in memory: a text that is met a second time gets a code, until there is no
/// more room.
///
/// Most of a journal item is the same in thousands of others: members, models, windows. What is met
/// once, such as ids, must not fill the lexicon, so first meetings are only noted, by hash; and
/// what ends in a number, such as a count of tokens, is never learned. For one thread at a time.
final class Words implements Lexicon {
  // A month of windows, and the people, agents and models of a busy organisation: about a megabyte.
  private static final int MOST = 8_192;
  private static final int NOTED = 16_384;
  private static final int LONGEST = 256;

  private final Map<String, Integer> codes = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final int[] noted = new int[NOTED];

  @Override
  public int code(String text) {
    if (text.length() > LONGEST || isNumber(text)) {
      return UNKNOWN;
    }
    Integer code = codes.get(text);
    if (code != null) {
      return code;
    }
    int hash = text.hashCode();
    int slot = Math.floorMod(hash, NOTED);
    boolean met = noted[slot] == hash;
    noted[slot] = hash;
    return met && texts.size() < MOST ? learn(text) : UNKNOWN;
  }

  /// Whether a JSON field, or what is left of one, has a number for its value.
  private static boolean isNumber(String text) {
    int start = Math.max(text.lastIndexOf(':'), text.lastIndexOf('[')) + 1;
    return start < text.length() && text.charAt(start) >= '0' && text.charAt(start) <= '9';
  }

  private int learn(String text) {
    int code = texts.size();
    texts.add(text);
    codes.put(text, code);
    return code;
  }

  @Override
  public String text(int code) {
    return texts.get(code);
  }

  @Override
  public boolean knowsFields() {
    return true;
  }
}
