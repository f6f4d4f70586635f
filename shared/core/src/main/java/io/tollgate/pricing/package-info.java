/// What usage costs: rate cards, when their rates hold, and the charge and the bound that follow
/// from them. Arithmetic is exact; a meter that a card does not sell is said, never free.
@NullMarked
package io.tollgate.pricing;

import org.jspecify.annotations.NullMarked;
