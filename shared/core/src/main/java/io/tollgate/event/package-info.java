/// What happened to calls, as messages on the queue. A message is a hint: the journal in the ledger
/// is the truth, so losing, repeating or reordering messages changes delay, never money.
@NullMarked
package io.tollgate.event;

import org.jspecify.annotations.NullMarked;
