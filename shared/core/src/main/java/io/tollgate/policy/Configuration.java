package io.tollgate.policy;

import io.tollgate.catalog.ProviderSettings;
import io.tollgate.ledger.Calendar;
import java.util.List;

/// What governs one organisation: one version of `tollgate.yaml`, immutable.
public final class Configuration {
  private final long version;
  private final String organisation;
  private final Offsets offsets;
  private final Calendar calendar;
  private final Directory directory;
  private final List<ProviderSettings> providers;
  private final Policies policies;
  private final List<String> notices;

  Configuration(
      long version,
      String organisation,
      Offsets offsets,
      Directory directory,
      List<ProviderSettings> providers,
      Policies policies,
      List<String> notices) {
    this.version = version;
    this.organisation = organisation;
    this.offsets = offsets;
    this.calendar = offsets.calendar();
    this.directory = directory;
    this.providers = List.copyOf(providers);
    this.policies = policies;
    this.notices = List.copyOf(notices);
  }

  /// The same under the number that the store gave it.
  Configuration stored(long as) {
    return new Configuration(as, organisation, offsets, directory, providers, policies, notices);
  }

  /// The same with some limits raised.
  Configuration under(Raises raises) {
    return new Configuration(
        version, organisation, offsets, directory, providers, policies.under(raises), notices);
  }

  /// What an account is stamped with, `pv`; never goes back. 0 if it was never stored.
  public long version() {
    return version;
  }

  public String organisation() {
    return organisation;
  }

  public Offsets offsets() {
    return offsets;
  }

  /// Maps instants to the organisation's days, weeks and months.
  public Calendar calendar() {
    return calendar;
  }

  public Directory directory() {
    return directory;
  }

  /// In the order of the file; empty means every provider of the catalogue.
  public List<ProviderSettings> providers() {
    return providers;
  }

  public Policies policies() {
    return policies;
  }

  /// What is allowed and most likely not meant, as sentences.
  public List<String> notices() {
    return notices;
  }
}
