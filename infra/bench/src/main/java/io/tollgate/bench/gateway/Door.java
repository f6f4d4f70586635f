package io.tollgate.bench.gateway;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a gateway answers, and with which keys: what its ready line says.
///
/// @param key a virtual key
/// @param adminKey a key for the admin routes
public record Door(InetSocketAddress address, String key, String adminKey) {
  private static final Pattern READY =
      Pattern.compile("ready url=(\\S+) key=(\\S+) admin=(\\S+).*");

  /// @throws IllegalArgumentException if it is no ready line
  public static Door of(String readyLine) {
    Matcher matcher = READY.matcher(readyLine);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("the gateway did not say that it is ready: " + readyLine);
    }
    URI url = URI.create(matcher.group(1));
    return new Door(
        new InetSocketAddress(url.getHost(), url.getPort()), matcher.group(2), matcher.group(3));
  }
}
