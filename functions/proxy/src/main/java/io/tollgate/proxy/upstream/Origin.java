package io.tollgate.proxy.upstream;

import java.net.URI;
import java.util.Locale;

/// Whom a connection leads to.
///
/// @param tls whether the connection is encrypted and the host's certificate checked
public record Origin(boolean tls, String host, int port) {
  /// @throws IllegalArgumentException if the address is no absolute `http` or `https` one
  public static Origin of(URI uri) {
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    boolean tls = scheme.equals("https");
    if (uri.getHost() == null || (!tls && !scheme.equals("http"))) {
      throw new IllegalArgumentException(
          "'" + uri + "' is no base address: it must begin with http:// or https:// and a host");
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : tls ? 443 : 80;
    return new Origin(tls, uri.getHost(), port);
  }

  /// The value of the `host` header.
  public String authority() {
    return port == (tls ? 443 : 80) ? host : host + ":" + port;
  }
}
