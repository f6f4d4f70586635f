package io.tollgate.catalog;

import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// What `tollgate.yaml` says of one provider; what it leaves out is the catalogue's.
///
/// @param id such as `openai` or `house`
/// @param dialect the API that it speaks, such as `openai`
/// @param baseUrl up to and with `/v1`
/// @param credential where its key is: `secret:NAME[#field]`, `env:NAME` or `none`
/// @param prices by the provider's model name; they stand on top of the catalogue
/// @param flags the defaults for all its models
/// @param modelFlags the same for one model, by name
/// @param timeouts how long to wait
public record ProviderSettings(
    String id,
    Optional<String> dialect,
    Optional<URI> baseUrl,
    Optional<String> credential,
    Map<String, ModelPrices> prices,
    Flags flags,
    Map<String, Flags> modelFlags,
    Timeouts timeouts) {
  public ProviderSettings {
    prices = Map.copyOf(prices);
    modelFlags = Map.copyOf(modelFlags);
  }

  /// Prices that the team negotiated, or of a model that no catalogue knows.
  ///
  /// @param rates US dollars per million tokens; for searches and requests, dollars for one
  /// @param context the most input and output tokens together, if the file says
  /// @param maxOutput the most output tokens, if the file says
  public record ModelPrices(
      Map<Meter, BigDecimal> rates, Optional<Long> context, Optional<Long> maxOutput) {
    public ModelPrices {
      rates = Map.copyOf(rates);
    }
  }

  /// What is true of a provider or of one of its models; empty means the catalogue's, else the
  /// default.
  ///
  /// @param honoursCap whether it never generates more than the output cap (default true)
  /// @param cancelStopsBilling whether hanging up ends the bill (default false)
  /// @param billsErrors whether an error before any output costs money (default false)
  /// @param zeroPriced whether a price of 0 is a price (default false: it is a gap in the data)
  public record Flags(
      Optional<Boolean> honoursCap,
      Optional<Boolean> cancelStopsBilling,
      Optional<Boolean> billsErrors,
      Optional<Boolean> zeroPriced) {
    public static final Flags UNSAID =
        new Flags(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  /// @param total the most that one attempt may take; empty for the longest call that the
  ///   deployment allows
  public record Timeouts(
      Duration connect, Duration firstByte, Duration idle, Optional<Duration> total) {
    public static final Timeouts DEFAULT =
        new Timeouts(
            Duration.ofSeconds(3),
            Duration.ofSeconds(120),
            Duration.ofSeconds(60),
            Optional.empty());
  }
}
