package io.tollgate.json;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Collects what is wrong while a document is read to its end, so that a reader is told everything
/// at once.
///
/// Not safe for use by several threads.
public final class Faults {
  /// Beyond these nobody reads on, and a hostile document must not fill the memory.
  private static final int MOST = 100;

  private final List<Fault> noted = new ArrayList<>();

  public void note(int line, String path, String what) {
    if (noted.size() < MOST) {
      noted.add(new Fault(line, path, what));
    }
  }

  public boolean none() {
    return noted.isEmpty();
  }

  /// In the order of the document.
  public List<Fault> all() {
    return noted.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
  }
}
