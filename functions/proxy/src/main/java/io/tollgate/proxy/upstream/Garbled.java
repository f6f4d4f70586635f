package io.tollgate.proxy.upstream;

import java.io.IOException;

/// The other side does not speak HTTP, or breaks its framing.
public final class Garbled extends IOException {
  private static final long serialVersionUID = 1;

  public Garbled(String what) {
    super(what);
  }
}
