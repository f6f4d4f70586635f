package io.tollgate.policy;

import io.tollgate.catalog.ProviderSettings;
import io.tollgate.key.Head;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// What a file says in so many words of a model's `honours_cap`.
///
/// A promise that was broken is no promise any more, however often the file repeats it: only a
/// version that makes it where the version before did not is believed again.
final class CapPromise {
  private CapPromise() {}

  /// @param name `provider/model` with the model's name in the books, or {@link Head#allOf}
  /// @return empty if the file says nothing of it
  static Optional<Boolean> of(Configuration file, String name) {
    int slash = name.indexOf('/');
    String provider = name.substring(0, slash);
    String model = name.substring(slash + 1);
    return file.providers().stream()
        .filter(one -> one.id().equals(provider))
        .findFirst()
        .flatMap(one -> of(one, model));
  }

  private static Optional<Boolean> of(ProviderSettings provider, String model) {
    return Optional.ofNullable(provider.modelFlags().get(model))
        .flatMap(ProviderSettings.Flags::honoursCap)
        .or(() -> provider.flags().honoursCap());
  }

  /// Those of the names whose cap one version promises and the version before it did not.
  static List<String> renewed(Configuration before, Configuration after, Collection<String> names) {
    return names.stream()
        .filter(name -> of(after, name).orElse(false) && !of(before, name).orElse(false))
        .toList();
  }
}
