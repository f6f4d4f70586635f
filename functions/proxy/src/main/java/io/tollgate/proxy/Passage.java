package io.tollgate.proxy;

import io.tollgate.ledger.Calendar;
import io.tollgate.ledger.Reservation;
import io.tollgate.ledger.Reserved.Granted;
import io.tollgate.proxy.intake.Prompt;

/// What the gate says to a call.
sealed interface Passage {
  /// It may go to the provider, at once.
  ///
  /// @param calendar of the configuration that admitted it
  record Open(Call call, Prompt prompt, Route route, Granted granted, Calendar calendar)
      implements Passage {}

  /// It may, although nobody could be asked to count it.
  ///
  /// @param reservation what its event is settled by
  record Uncounted(Call call, Prompt prompt, Route route, Reservation reservation)
      implements Passage {}

  /// It may not.
  ///
  /// @param at how far it had come
  record Shut(Refusal refusal, Progress at) implements Passage {}
}
