package io.tollgate.proxy;

import io.tollgate.catalog.Catalogue;
import io.tollgate.catalog.PriceBook;
import io.tollgate.catalog.ProviderSettings;
import io.tollgate.policy.Configuration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The catalogue that belongs to a configuration: built once for each version. Safe for concurrent
/// calls.
public final class Catalogues {
  private final PriceBook book;
  private final UnaryOperator<ProviderSettings> adjusted;
  private final AtomicReference<Built> latest;

  private record Built(Configuration configuration, Catalogue catalogue) {}

  /// @param adjusted what this installation changes in a provider's settings, such as its address;
  ///   the identity as a rule
  public Catalogues(
      PriceBook book, UnaryOperator<ProviderSettings> adjusted, Configuration current) {
    this.book = book;
    this.adjusted = adjusted;
    this.latest = new AtomicReference<>(build(current));
  }

  Catalogue of(Configuration configuration) {
    Built built = latest.get();
    if (built.configuration() != configuration) {
      built = build(configuration);
      latest.set(built);
    }
    return built.catalogue();
  }

  private Built build(Configuration configuration) {
    List<ProviderSettings> settings =
        configuration.providers().isEmpty() ? book.everyProvider() : configuration.providers();
    return new Built(configuration, new Catalogue(book, settings.stream().map(adjusted).toList()));
  }
}
