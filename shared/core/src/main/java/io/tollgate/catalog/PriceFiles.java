package io.tollgate.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.catalog.ProviderFacts.ModelFacts;
import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.json.Tree;
import io.tollgate.pricing.Rate;
import io.tollgate.pricing.Schedule;
import io.tollgate.pricing.Tariff;
import io.tollgate.usage.Meter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// How the two price files of this jar are spelt.
final class PriceFiles {
  private PriceFiles() {}

  static JsonNode read(String resource) {
    try (InputStream in = PriceFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalArgumentException("this jar has no " + resource + "; build it again");
      }
      return Tree.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(resource + " of this jar cannot be read", e);
    }
  }

  static PriceList priceList(JsonNode provider) {
    var rows = new ArrayList<PriceRow>();
    var names = new HashMap<String, PriceRow>();
    var bases = new HashMap<String, PriceRow>();
    for (JsonNode model : provider.path("models")) {
      PriceRow row =
          new PriceRow(
              model.path("id").asText(),
              number(model.path("context")),
              texts(model.path("unread")),
              model.path("prices"));
      rows.add(row);
      texts(model.path("names")).forEach(name -> names.put(name, row));
      texts(model.path("bases")).forEach(base -> bases.put(base, row));
    }
    return new PriceList(
        List.copyOf(rows), new ModelNames<>(names, bases), texts(provider.path("fallback")));
  }

  static ProviderFacts facts(JsonNode provider) {
    var tiers = new HashMap<String, Map<String, BigDecimal>>();
    for (Map.Entry<String, JsonNode> tier : provider.path("service_tiers").properties()) {
      var factors = new HashMap<String, BigDecimal>();
      tier.getValue()
          .properties()
          .forEach(factor -> factors.put(factor.getKey(), factor.getValue().decimalValue()));
      tiers.put(tier.getKey(), factors);
    }
    var models = new HashMap<String, ModelFacts>();
    for (Map.Entry<String, JsonNode> model : provider.path("models").properties()) {
      JsonNode known = model.getValue();
      models.put(
          model.getKey(),
          new ModelFacts(
              number(known.path("max_output")), number(known.path("image_tokens")), flags(known)));
    }
    return new ProviderFacts(
        provider.path("id").asText(),
        provider.path("dialect").asText(),
        Optional.ofNullable(provider.get("base_url")).map(url -> URI.create(url.asText())),
        provider.path("credential").asText(),
        provider.path("output_cap").asText(),
        tiers,
        models,
        provider.path("source").asText(),
        provider.path("written").asText());
  }

  static Schedule schedule(JsonNode prices) {
    return new Schedule(
        StreamSupport.stream(prices.spliterator(), false)
            .map(price -> new Schedule.Entry(when(price), new Tariff(rates(price.path("rates")))))
            .toList());
  }

  private static Schedule.When when(JsonNode price) {
    if (price.has("from")) {
      LocalDate day = LocalDate.parse(price.get("from").asText());
      return new Schedule.When.From(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }
    if (price.has("daily")) {
      JsonNode times = price.get("daily");
      return new Schedule.When.Daily(
          OffsetTime.parse(times.path(0).asText())
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalTime(),
          OffsetTime.parse(times.path(1).asText())
              .withOffsetSameInstant(ZoneOffset.UTC)
              .toLocalTime());
    }
    return new Schedule.When.Always();
  }

  private static Map<Meter, Rate> rates(JsonNode rates) {
    var read = new EnumMap<Meter, Rate>(Meter.class);
    for (Map.Entry<String, JsonNode> rate : rates.properties()) {
      Meter meter = Meter.valueOf(rate.getKey().toUpperCase(Locale.ROOT));
      read.put(meter, rate(meter, rate.getValue()));
    }
    return read;
  }

  private static Rate rate(Meter meter, JsonNode rate) {
    if (rate.isNumber()) {
      return Rate.of(meter, rate.decimalValue());
    }
    List<Rate.Cliff> cliffs =
        StreamSupport.stream(rate.path("tiers").spliterator(), false)
            .map(tier ->
                new Rate.Cliff(
                    tier.path(0).asLong(), Rate.picos(meter, tier.path(1).decimalValue())))
            .toList();
    return new Rate(Rate.picos(meter, rate.path("base").decimalValue()), cliffs);
  }

  private static Flags flags(JsonNode known) {
    return new Flags(
        flag(known.path("honours_cap")),
        flag(known.path("cancel_stops_billing")),
        flag(known.path("bills_errors")),
        Optional.empty());
  }

  private static Optional<Boolean> flag(JsonNode value) {
    return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
  }

  private static Optional<Long> number(JsonNode value) {
    return value.isNumber() ? Optional.of(value.longValue()) : Optional.empty();
  }

  private static List<String> texts(JsonNode values) {
    return StreamSupport.stream(values.spliterator(), false).map(JsonNode::asText).toList();
  }
}
