package io.tollgate.admin;

import io.tollgate.json.Fault;
import io.tollgate.ledger.Closing;
import io.tollgate.policy.Book;
import io.tollgate.policy.Change;
import io.tollgate.policy.RaiseForm;
import io.tollgate.policy.Raised;
import io.tollgate.policy.Raiser;
import java.util.List;

/// `POST /admin/v1/budgets/{id}/raise`: more money for a while, without another file.
final class RaiseRoute {
  private final Raiser raiser;
  private final Book book;
  private final Closing closing;

  /// @param book of this process, which tells the names of keys and is to know of a raise at once
  RaiseRoute(Raiser raiser, Book book, Closing closing) {
    this.raiser = raiser;
    this.book = book;
    this.closing = closing;
  }

  Answer raise(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    return switch (RaiseForm.read(ask.body(), ask.now())) {
      case RaiseForm.Faulty(List<Fault> faults) -> Problem.invalid(faults);
      case RaiseForm.Wanted wanted -> raise(wanted, ask);
    };
  }

  private Answer raise(RaiseForm.Wanted wanted, Ask ask) {
    return switch (raiser.raise(
        ask.id(),
        wanted,
        wanted.owner().map(book::nameOf).orElse(""),
        closing.bucketOf(ask.now()),
        new Change(ask.by(), ask.now()))) {
      case Raised.Faulty(List<Fault> faults) -> Problem.invalid(faults);
      case Raised.Unknown(String why) -> Problem.NOT_FOUND.answer(why, "id");
      case Raised.TooMany(int most) ->
          Problem.CONFLICT.answer(
              "%d raises have not ended yet, and there can be no more; nothing was changed. Put a file with higher limits."
                  .formatted(most));
      case Raised.InForce raised -> {
        book.refresh();
        yield Answer.ok(RaiseJson.of(raised, ask.configuration().calendar()))
            .with("etag", "\"" + raised.version() + "\"");
      }
    };
  }
}
