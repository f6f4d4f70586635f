package io.tollgate.key;

import io.tollgate.attribution.Dimension;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Who may call, and whom its calls are charged to. Holds no secret.
///
/// @param id `key_…`, by which it is named in accounts, spend and the admin API; never reused
/// @param name for people; policies may speak of it, and nothing keeps two keys from having one
///   name
/// @param member bound, no header overrules it
/// @param department bound, no header overrules it
/// @param agent whose calls they may be
/// @param feature what they may be for
/// @param require dimensions that a call must not leave unallocated
/// @param agentFromSession whether a session names the agent where nobody else does
/// @param expiresAt the first instant at which it opens nothing any more
/// @param budgetStatus how it is told that a budget is spent
/// @param disabled whether it opens nothing until it is enabled again
/// @param suspended whether it is known and lets nothing through, and says so
/// @param createdAt when it was made
public record VirtualKey(
    String id,
    String name,
    Optional<String> member,
    Optional<String> department,
    Choice agent,
    Choice feature,
    Set<Dimension> require,
    boolean agentFromSession,
    Optional<Instant> expiresAt,
    BudgetStatus budgetStatus,
    boolean disabled,
    boolean suspended,
    Instant createdAt) {
  public VirtualKey {
    require = Set.copyOf(require);
  }

  /// Whether it opens anything at that instant of the store's clock.
  public boolean isValidAt(Instant now) {
    return !disabled && expiresAt.map(now::isBefore).orElse(true);
  }

  /// The same key, opening nothing until it is enabled again, or opening again.
  public VirtualKey disabled(boolean as) {
    return with(as, suspended);
  }

  /// The same key, letting nothing through until that is lifted, or again.
  public VirtualKey suspended(boolean as) {
    return with(disabled, as);
  }

  private VirtualKey with(boolean isDisabled, boolean isSuspended) {
    return new VirtualKey(
        id,
        name,
        member,
        department,
        agent,
        feature,
        require,
        agentFromSession,
        expiresAt,
        budgetStatus,
        isDisabled,
        isSuspended,
        createdAt);
  }

  /// Its id and name: neither is secret.
  @Override
  public String toString() {
    return "VirtualKey[" + id + " " + name + "]";
  }
}
