package io.tollgate.admin;

import io.tollgate.catalog.Catalogue;
import io.tollgate.catalog.Resolution;
import io.tollgate.policy.Budget;
import io.tollgate.policy.Configuration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The models to which budgets of a file send calls while little is left, as its catalogue knows
/// them. A call whose cheaper model cannot be found stays as it was asked, so nobody would hear of
/// a slip of the pen until the budget is spent.
record CheaperModels(Catalogue catalogue) {
  /// A sentence for each that cannot be called.
  List<String> notices(Configuration file) {
    return file.policies().all().stream()
        .flatMap(
            policy -> policy instanceof Budget budget ? notice(budget).stream() : Stream.empty())
        .toList();
  }

  private Optional<String> notice(Budget budget) {
    return budget
        .stages()
        .degrade()
        .flatMap(degrade ->
            switch (catalogue.resolve(degrade.to())) {
              case Resolution.Found found -> Optional.empty();
              case Resolution.Unpriced unpriced -> Optional.of(unpriced.why());
              case Resolution.NotOffered closed -> Optional.of(closed.why());
              case Resolution.Unknown(List<String> nearest) ->
                  Optional.of(
                      "no model has the name "
                          + degrade.to()
                          + (nearest.isEmpty()
                              ? ""
                              : "; did you mean " + nearest.getFirst() + "?"));
            })
        .map(why -> "'" + budget.id() + "' degrades nothing: " + why);
  }
}
