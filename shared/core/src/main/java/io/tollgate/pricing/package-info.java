/// What usage costs: rate cards, their rates and their sources, and the charge that follows from
/// them. Arithmetic is exact and every rate names the page it came from.
@NullMarked
package io.tollgate.pricing;

import org.jspecify.annotations.NullMarked;
