/// Whether a budget can be passed by callers who come at once.
@NullMarked
package io.tollgate.bench.overspend;

import org.jspecify.annotations.NullMarked;
