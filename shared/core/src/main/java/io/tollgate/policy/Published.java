package io.tollgate.policy;

import io.tollgate.table.Key;

/// A published version of a function, whose zip holds the organisation's file.
///
/// An old version may start again at any time: while a deployment goes on, or weeks later, when its
/// platform renews its snapshot. Its file was in force once, and must not come back with it. Nor
/// may a file that a deployment brings once more, unchanged, take back what was put since.
///
/// @param function as the platform names it, one name for all its versions
/// @param version grows with each publication
public record Published(String function, long version) {
  private static final String STARTED = "W#started";

  /// Where the file is remembered that a published version brought last, whichever function it was.
  static final Key LAST = new Key(STARTED, "#file");

  /// Where the newest version that ever started is remembered.
  Key key() {
    return new Key(STARTED, function);
  }
}
