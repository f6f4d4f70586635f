package io.tollgate.local.e2e;

import io.tollgate.money.Usd;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A provider that does what the prompt orders, and bills it the moment it has read it: also when
/// nobody is left to take the answer.
final class BillingProvider implements AutoCloseable {
  private static final String MODEL = "m";
  private static final Usd TOKEN = Usd.parse("0.0001");
  private static final int WORDS = 4;
  private static final Pattern ORDER =
      Pattern.compile("Order (\\d+) of (\\S+) and (\\S+): (\\d+) tokens in (\\d+) ms\\.");

  private final RawProvider wire = new RawProvider();
  private final Map<Integer, Integer> heard = new ConcurrentHashMap<>();
  private final Map<String, Usd> bills = new ConcurrentHashMap<>();

  /// What a call is to cost and whom.
  ///
  /// @param number of its own
  /// @param agent as a scope, such as `agent/a1`
  /// @param feature as a scope
  /// @param tokens that come back and are billed
  /// @param most tokens that the call allows
  record Order(
      int number,
      String agent,
      String feature,
      int tokens,
      int most,
      int millis,
      boolean isStreamed) {
    String body() {
      return """
      {"model":"house/%s","max_tokens":%d,"stream":%s,"messages":[{"role":"user","content":\
      "Order %d of %s and %s: %d tokens in %d ms."}]}\
      """
          .formatted(MODEL, most, isStreamed, number, agent, feature, tokens, millis);
    }

    Usd bill() {
      return TOKEN.times(tokens);
    }

    private static Order read(String body) {
      Matcher said = ORDER.matcher(body);
      if (!said.find()) {
        throw new IllegalArgumentException("no order: " + body);
      }
      return new Order(
          Integer.parseInt(said.group(1)),
          said.group(2),
          said.group(3),
          Integer.parseInt(said.group(4)),
          0,
          Integer.parseInt(said.group(5)),
          body.replace(" ", "").contains("\"stream\":true"));
    }
  }

  BillingProvider() {
    wire.on(MODEL, (request, out) -> serve(Order.read(request.body()), out));
  }

  /// As the organisation's file names it, with its price.
  String settings() {
    return "{base_url: \"%s\", credential: none, prices: {%s: {input: 0, output: 100}}}"
        .formatted(wire.baseUrl(), MODEL);
  }

  private void serve(Order order, OutputStream out) throws IOException, InterruptedException {
    heard.merge(order.number(), 1, Integer::sum);
    Stream.of("workspace", order.agent(), order.feature())
        .forEach(scope -> bills.merge(scope, order.bill(), Usd::plus));
    if (!order.isStreamed()) {
      Thread.sleep(order.millis());
      RawProvider.json(out, 200, RawProvider.completion(order.tokens()));
      return;
    }
    RawProvider.sse(out);
    for (int i = 0; i < WORDS; i++) {
      Thread.sleep(order.millis() / WORDS);
      RawProvider.word(out, " word");
    }
    RawProvider.usageChunk(out, order.tokens());
    RawProvider.done(out);
  }

  /// What was billed to a scope.
  Usd bill(String scope) {
    return bills.getOrDefault(scope, Usd.ZERO);
  }

  int heard() {
    return heard.size();
  }

  /// The numbers of orders that came more than once.
  List<Integer> heardTwice() {
    return heard.entrySet().stream()
        .filter(one -> one.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    wire.close();
  }
}
