/// What a call used, meter by meter, and how much it can use at most. Quantities only; what they
/// cost is pricing's.
@NullMarked
package io.tollgate.usage;

import org.jspecify.annotations.NullMarked;
