package io.tollgate.local.e2e;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What a contract adds to the file of an organisation that it shares with others: its policies
/// must be about agents, features and sessions that are its own.
///
/// @param models of `house`, each with its prices
/// @param providers beside `house`, where `PROVIDER` stands for its address
/// @param policies the list's elements
record Needs(List<String> models, String providers, String policies) {
  Needs {
    models = List.copyOf(models);
  }

  static final Needs NONE = policies("");

  static Needs policies(String policies) {
    return new Needs(List.of(), "", policies);
  }

  /// @param more such as `cheap: {input: 0, output: 10}`; those of a name alone cost as `m` does
  Needs models(String... more) {
    return new Needs(List.of(more), providers, policies);
  }

  Needs providers(String more) {
    return new Needs(models, more, policies);
  }

  /// The file of an organisation for these contracts. Whose call it is, the file says; a call of
  /// `house/m` costs $0.10 at its cap of 1,000 tokens, and no budget but a contract's own is ever
  /// spent.
  ///
  /// @param address of the provider
  static String file(List<Needs> all, String address) {
    return """
    organisation: acme
    timezone: Europe/Berlin
    departments: {research: {}, sales: {}, trade: {}, gone: {suspended: true}}
    members:
      ada: {department: research}
      bob: {department: sales}
      tessa: {department: trade}
      eve: {suspended: true}
    agents: {runaway: {suspended: true}, owned: {owner: tessa, department: trade}}
    providers:
      openai: {}
      house:
        base_url: "PROVIDER"
        credential: none
        zero_price: priced
        prices:
          m: {input: 0, output: 100}
    MODELS\
    PROVIDERS\
    policies:
      - {rate: 100000/min, of: each key, tokens: 1000000000/min}
      - {budget: monthly, of: workspace, limit_usd: 1000, unpriced: conservative}
      - {budget: monthly, of: agent/unallocated, limit_usd: 1000, unpriced: conservative}
    POLICIES\
    """
        .replace("MODELS", models(all).indent(6))
        .replace("PROVIDERS", joined(all, Needs::providers))
        .replace("POLICIES", joined(all, Needs::policies))
        .replace("PROVIDER", address);
  }

  /// @param file where `PROVIDER` stands for the address of the provider
  static String filled(String file, String address) {
    return file.replace("PROVIDER", address);
  }

  private static String models(List<Needs> all) {
    return all.stream()
        .flatMap(needs -> needs.models().stream())
        .distinct()
        .map(model -> model.contains(":") ? model : model + ": {input: 0, output: 100}")
        .collect(Collectors.joining("\n"));
  }

  private static String joined(List<Needs> all, Function<Needs, String> part) {
    return all.stream().map(part).map(text -> text.indent(2)).collect(Collectors.joining());
  }
}
