package io.tollgate.proxy.upstream;

import io.tollgate.aws.http.Headers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// The head of an answer.
///
/// @param keepAlive whether the connection may carry another exchange after this one
record Head(int status, Headers headers, boolean keepAlive) {
  /// @param from the first byte
  /// @param to behind the last byte, the empty line included
  static Head parse(byte[] bytes, int from, int to) throws Garbled {
    // Bytes to characters one to one: what we do not understand must at least not fail.
    String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    int end = text.indexOf('\n');
    String first = text.substring(0, end).stripTrailing();
    int status = status(first);
    Headers headers = headers(text, end + 1);
    boolean persistent = first.charAt(7) == '1';
    for (String said : headers.all("connection")) {
      String word = said.toLowerCase(Locale.ROOT);
      persistent = !word.contains("close") && (persistent || word.contains("keep-alive"));
    }
    return new Head(status, headers, persistent);
  }

  /// Of `HTTP/1.1 200 OK`, where the words may be missing.
  private static int status(String line) throws Garbled {
    boolean fits =
        line.length() >= 12
            && line.startsWith("HTTP/1.")
            && (line.charAt(7) == '0' || line.charAt(7) == '1')
            && line.charAt(8) == ' '
            && (line.length() == 12 || line.charAt(12) == ' ');
    if (!fits) {
      throw new Garbled("the answer does not begin like HTTP/1.1");
    }
    int status = 0;
    for (int i = 9; i < 12; i++) {
      status = status * 10 + digit(line.charAt(i));
    }
    if (status < 100) {
      throw new Garbled("the answer has the status " + status);
    }
    return status;
  }

  private static int digit(char c) throws Garbled {
    if (c < '0' || c > '9') {
      throw new Garbled("the answer has no status");
    }
    return c - '0';
  }

  private static Headers headers(String text, int from) throws Garbled {
    var headers = Headers.builder();
    int at = from;
    for (int end = text.indexOf('\n', at); end > at + 1; end = text.indexOf('\n', at)) {
      int colon = text.indexOf(':', at);
      if (colon <= at || colon > end) {
        throw new Garbled("a header of the answer has no name");
      }
      headers.add(text.substring(at, colon).strip(), text.substring(colon + 1, end).strip());
      at = end + 1;
    }
    return headers.build();
  }

  /// Where the body ends.
  Framing framing() throws Garbled {
    if (status == 204 || status == 304) {
      return Framing.ofLength(0);
    }
    if (headers.all("transfer-encoding").stream().anyMatch(Head::isChunked)) {
      return Framing.chunked();
    }
    List<String> lengths = headers.all("content-length").stream().distinct().toList();
    if (lengths.isEmpty()) {
      return Framing.untilClosed();
    }
    if (lengths.size() > 1 || !isLength(lengths.getFirst())) {
      throw new Garbled("the answer does not say clearly how long it is");
    }
    return Framing.ofLength(Long.parseLong(lengths.getFirst()));
  }

  private static boolean isLength(String text) {
    return !text.isEmpty()
        && text.length() <= 15
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isChunked(String coding) {
    return coding.toLowerCase(Locale.ROOT).contains("chunked");
  }
}
