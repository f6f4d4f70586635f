package io.tollgate.spend;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.json.Tree;
import io.tollgate.money.Usd;
import io.tollgate.usage.Meter;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.Map;

/// How a charge is spelt in a journal item and in an event:
/// `{"tier":"default","in":[2006,"3511"]}`, cost in pico-dollars.
///
/// The spelling is frozen: journal items outlive the code that wrote them.
///
/// Written by hand: nothing is to be escaped but the tier, so that Jackson's generator would take
/// more lines.
public final class ChargeJson {
  private static final String TIER = "tier";

  private ChargeJson() {}

  public static String write(Charge charge) {
    var text = new StringBuilder(96).append('{');
    if (!charge.tier().isEmpty()) {
      text.append("\"tier\":\"");
      JsonStringEncoder.getInstance().quoteAsString(charge.tier(), text);
      text.append("\",");
    }
    charge
        .lines()
        .forEach((meter, line) ->
            text.append('"')
                .append(meter.code())
                .append("\":[")
                .append(line.quantity())
                .append(",\"")
                .append(line.cost().picos())
                .append("\"],"));
    if (text.charAt(text.length() - 1) == ',') {
      text.setLength(text.length() - 1);
    }
    return text.append('}').toString();
  }

  /// @throws IllegalArgumentException if the text is not a charge as this class writes it
  public static Charge read(String text) {
    try {
      if (!(Tree.read(text) instanceof ObjectNode node)) {
        throw new IllegalArgumentException("not a charge: " + text);
      }
      var lines = new EnumMap<Meter, Charge.Line>(Meter.class);
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (!field.getKey().equals(TIER)) {
          Meter meter =
              Meter.ofCode(field.getKey())
                  .orElseThrow(() -> new IllegalArgumentException("unknown meter in " + text));
          JsonNode line = field.getValue();
          Usd cost = new Usd(new BigInteger(line.path(1).asText()));
          lines.put(meter, new Charge.Line(line.path(0).asLong(), cost));
        }
      }
      return new Charge(lines, node.path(TIER).asText(""));
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalArgumentException("not a charge: " + text, e);
    }
  }
}
