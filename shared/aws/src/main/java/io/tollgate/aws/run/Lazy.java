package io.tollgate.aws.run;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Something that is made when it is first needed, and once: what the first call of a cold function
/// does without should not delay it. Safe for concurrent calls.
public final class Lazy<T> implements Supplier<T> {
  private final Supplier<T> maker;
  private @Nullable T made;

  public Lazy(Supplier<T> maker) {
    this.maker = maker;
  }

  @Override
  public synchronized T get() {
    T here = made;
    if (here == null) {
      here = maker.get();
      made = here;
    }
    return here;
  }
}
