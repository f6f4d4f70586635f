package io.tollgate.policy;

import io.tollgate.attribution.Scope;
import io.tollgate.json.Fault;
import io.tollgate.json.Spelling;
import io.tollgate.key.Head;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Ceiling;
import io.tollgate.ledger.Hold;
import io.tollgate.table.Table;
import java.util.List;
import java.util.Optional;

/// Raises budgets: each raise makes the next version of the configuration, with the text of the one
/// before. Safe for concurrent calls.
public final class Raiser {
  /// As often as others may move the head meanwhile.
  private static final int TRIES = 16;

  /// So many ids are told to whoever misspelt one beyond guessing.
  private static final int TOLD = 10;

  private final Table table;
  private final VersionWriter writer;

  public Raiser(Table table) {
    this.table = table;
    this.writer = new VersionWriter(table, TRIES);
  }

  /// Makes a raise part of what is in force, by a write of the head on condition that nobody else
  /// was faster (`v = :seen`), again and again. Nobody's file or raise is lost over it.
  ///
  /// Safe to be asked twice: in one bucket the same raise is there already and makes no version,
  /// and later a second one adds nothing to the first.
  ///
  /// @param policy the id of the budget
  /// @param name of the wanted owner for people; of a virtual key its name; unused without owner
  /// @param since the bucket of now, the first that is raised: calls in it that were refused are
  ///   admitted as soon as their gateways know of the new version
  /// @param change who asks, and the store's time
  /// @throws io.tollgate.table.StoreUnavailable if the store did not answer
  public Raised raise(
      String policy, RaiseForm.Wanted wanted, String name, Bucket since, Change change) {
    for (int i = 0; i < TRIES; i++) {
      Head head = Head.read(table);
      StoredFile stored = StoredFile.read(table, head.version(), head.file());
      Policies policies = stored.configuration(head.version()).policies();
      Optional<Policy> found =
          policies.all().stream().filter(one -> one.id().equals(policy)).findFirst();
      if (found.isEmpty()) {
        return new Raised.Unknown(unknown(policy, policies));
      }
      if (!(found.get() instanceof Budget budget)) {
        return faulty("id", "'" + policy + "' is no budget, and only budgets can be raised");
      }
      Optional<Fault> fault = fault(budget, wanted, name, policies, since);
      if (fault.isPresent()) {
        return new Raised.Faulty(List.of(fault.get()));
      }
      Raise raise =
          new Raise(
              policy,
              wanted.owner(),
              wanted.size(),
              since.start(),
              wanted.until(),
              wanted.reason(),
              change.by());
      if (stored.raises().all().contains(raise)) {
        return new Raised.InForce(head.version(), raise, budget.limit());
      }
      Optional<Raises> all = stored.raises().with(raise, change.at());
      if (all.isEmpty()) {
        return new Raised.TooMany(Raises.MOST);
      }
      var next = new StoredFile(stored.text(), stored.offsets(), all.get(), Optional.of(change));
      if (writer.store(head.version() + 1, next, List.of())) {
        return new Raised.InForce(head.version() + 1, raise, budget.limit());
      }
    }
    throw writer.unavailable("others stored configurations all the time");
  }

  private static Raised.Faulty faulty(String field, String what) {
    return new Raised.Faulty(List.of(new Fault(0, field, what)));
  }

  private static String unknown(String policy, Policies policies) {
    List<String> ids =
        policies.all().stream().filter(Budget.class::isInstance).map(Policy::id).toList();
    Optional<String> nearest = Spelling.nearest(policy, ids);
    String there =
        ids.isEmpty()
            ? "; the file has no budget"
            : "; there are budgets `"
                + String.join("`, `", ids.stream().limit(TOLD).toList())
                + (ids.size() > TOLD ? "` and more" : "`");
    return "there is no policy '"
        + policy
        + "'"
        + (nearest.isPresent() ? Spelling.hint(nearest) : there);
  }

  private static Optional<Fault> fault(
      Budget budget, RaiseForm.Wanted wanted, String name, Policies policies, Bucket since) {
    Optional<Fault> owner =
        wanted.owner().flatMap(one -> fault(budget, one, name, policies, since));
    if (owner.isPresent()) {
      return owner;
    }
    return wanted.size().on(budget.limit()).compareTo(budget.limit()) > 0
        ? Optional.empty()
        : Optional.of(
            new Fault(
                0,
                "limit_usd",
                "a raise never lowers, and '"
                    + budget.id()
                    + "' allows "
                    + budget.limit()
                    + " already; name more, or put a file with the lower limit"));
  }

  private static Optional<Fault> fault(
      Budget budget, Scope owner, String name, Policies policies, Bucket since) {
    if (budget.of() instanceof Target.One(Scope scope)) {
      return scope.equals(owner)
          ? Optional.empty()
          : wrongOwner("'" + budget.id() + "' is the budget of " + scope + "; leave `scope` out");
    }
    if (owner.kind() != budget.of().kind()) {
      return wrongOwner(
          "'" + budget.id() + "' is the budget of " + budget.of() + ", and " + owner + " is none");
    }
    Optional<Hold> hold = policies.hold(owner, name, since);
    List<Ceiling> ceilings = hold.map(Hold::ceilings).orElse(List.of());
    if (ceilings.stream().anyMatch(one -> one.policy().equals(budget.id()))) {
      return Optional.empty();
    }
    String own =
        ceilings.stream()
            .filter(one -> one.period() == budget.period())
            .map(Ceiling::policy)
            .findFirst()
            .orElse("another");
    return wrongOwner(
        "for " + owner + " '" + own + "' stands in the place of '" + budget.id() + "'; raise that");
  }

  private static Optional<Fault> wrongOwner(String what) {
    return Optional.of(new Fault(0, "scope", what));
  }
}
