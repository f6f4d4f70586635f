/// Accounts with ceilings and the two-phase transfer against them: reserve the most a call can
/// cost, settle what it did cost. The ledger remembers and judges nothing.
@NullMarked
package io.tollgate.ledger;

import org.jspecify.annotations.NullMarked;
