package io.tollgate.local;

import io.tollgate.catalog.ProviderSettings;
import io.tollgate.proxy.Credentials;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Who answers on this machine: a provider whose credential is at hand itself, any other the demo
/// provider in its place, at the catalogue's prices.
final class LocalProviders {
  /// The provider that is nobody's but the local command's.
  private static final String DEMO = "demo";

  private static final String OPENAI = "openai";
  private static final String NO_CREDENTIAL = "none";

  /// What the demo provider takes for a key; it is no secret.
  private static final String DEMO_CREDENTIAL = "env:TOLLGATE_DEMO_PROVIDER";

  private final Map<String, String> environment;
  private final URI demo;
  private final Optional<URI> upstream;

  /// @param environment where `env:NAME` looks
  /// @param demo the demo provider's base URL
  /// @param upstream what takes the place of OpenAI's base URL, if anything
  LocalProviders(Map<String, String> environment, URI demo, Optional<URI> upstream) {
    this.environment = Map.copyOf(environment);
    this.demo = demo;
    this.upstream = upstream;
  }

  /// A provider as this machine reaches it.
  ProviderSettings here(ProviderSettings provider) {
    if (provider.id().equals(OPENAI) && upstream.isPresent()) {
      return at(
          provider, upstream.get(), hasCredential(provider) ? reference(provider) : NO_CREDENTIAL);
    }
    boolean isReal = !provider.id().equals(DEMO) && hasCredential(provider);
    return isReal ? provider : at(provider, demo, DEMO_CREDENTIAL);
  }

  private boolean hasCredential(ProviderSettings provider) {
    String reference = reference(provider);
    boolean needsNone = reference.equals(NO_CREDENTIAL) && provider.baseUrl().isPresent();
    return needsNone || credentials().find(reference).isPresent();
  }

  /// Where a provider's key is by convention, if the file does not say.
  static String reference(ProviderSettings provider) {
    return provider
        .credential()
        .orElseGet(
            () -> "env:" + provider.id().toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY");
  }

  /// Looks where references point on this machine: into the environment. There is no secret store
  /// here.
  Credentials credentials() {
    return reference ->
        switch (reference) {
          case DEMO_CREDENTIAL -> Optional.of(DEMO);
          case String name when name.startsWith("env:") ->
              Optional.ofNullable(environment.get(name.substring("env:".length())))
                  .filter(value -> !value.isBlank());
          default -> Optional.empty();
        };
  }

  private static ProviderSettings at(ProviderSettings provider, URI baseUrl, String credential) {
    return new ProviderSettings(
        provider.id(),
        provider.dialect(),
        Optional.of(baseUrl),
        Optional.of(credential),
        provider.prices(),
        provider.flags(),
        provider.modelFlags(),
        provider.timeouts());
  }
}
