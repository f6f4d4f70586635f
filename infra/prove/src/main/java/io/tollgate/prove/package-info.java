/// The simulation that tries to break the ledger's laws: seeded, so every failure can be run again.
@NullMarked
package io.tollgate.prove;

import org.jspecify.annotations.NullMarked;
