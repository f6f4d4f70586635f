package io.tollgate.proxy;

import io.tollgate.aws.http.Headers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Free tags from headers: on the event, never on a budget.
final class Tags {
  private static final List<String> PREFIXES =
      List.of("tollgate-tag-", "alephant-property-", "helicone-property-");

  /// Events are 256 KB at most, and tags are for people.
  private static final int MOST = 20;

  private static final int LONGEST = 256;

  private Tags() {}

  static Map<String, String> of(Headers headers) {
    var tags = new TreeMap<String, String>();
    headers
        .asMap()
        .forEach((name, values) -> {
          for (String prefix : PREFIXES) {
            if (name.startsWith(prefix) && name.length() > prefix.length() && tags.size() < MOST) {
              tags.putIfAbsent(name.substring(prefix.length()), shortened(values.getFirst()));
            }
          }
        });
    return tags;
  }

  private static String shortened(String value) {
    return value.length() > LONGEST ? value.substring(0, LONGEST) : value;
  }
}
