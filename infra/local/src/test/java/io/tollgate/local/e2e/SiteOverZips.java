package io.tollgate.local.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives one gateway over the functions' zips to all who are extended with it, since starting it
/// takes longest. It ends after the last test of all.
final class SiteOverZips implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(SiteOverZips.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Site.class;
  }

  @Override
  public Site resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(OURS)
        .getOrComputeIfAbsent(Site.class, any -> opened(), Site.class);
  }

  private static Site opened() {
    try {
      return Site.isolated(needs());
    } catch (IOException e) {
      throw new UncheckedIOException("the zips cannot be laid out", e);
    }
  }

  /// Of all contracts that are held against it, as their tests in one process tell them.
  private static List<Needs> needs() {
    List<GatewayContract> contracts =
        List.of(
            new StreamingTest(),
            new RulesTest(),
            new HostileInputTest(),
            new RudeProviderTest(),
            new HangUpTest(),
            new OfficialClientTest(),
            new IdempotencyTest(),
            new RaisedTest(),
            new LoopBreakerTest(),
            new EconomyTest(),
            new ModesTest(),
            new UnpricedTest(),
            new LimitsTest(),
            new OverspendTest());
    return contracts.stream().map(GatewayContract::needs).toList();
  }
}
