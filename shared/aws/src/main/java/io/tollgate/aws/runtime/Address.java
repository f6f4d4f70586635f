package io.tollgate.aws.runtime;

import java.util.Map;

/// Where the Runtime API answers.
record Address(String host, int port) {
  private static final String NAME = "AWS_LAMBDA_RUNTIME_API";

  /// @throws IllegalArgumentException if the environment does not say
  static Address of(Map<String, String> environment) {
    String text = environment.getOrDefault(NAME, "");
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}")) {
      throw new IllegalArgumentException(
          NAME + "='" + text + "' is no host:port; Lambda, or what stands in for it, sets it");
    }
    return new Address(
        text.substring(0, colon), Integer.parseInt(text, colon + 1, text.length(), 10));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
