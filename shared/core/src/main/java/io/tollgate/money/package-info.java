/// Amounts of money: exact, in US dollars and their nano parts, never binary floating point. It
/// knows nothing of models, prices or limits.
@NullMarked
package io.tollgate.money;

import org.jspecify.annotations.NullMarked;
