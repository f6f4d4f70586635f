/// What a call costs at the store, counted write by write.
@NullMarked
package io.tollgate.bench.store;

import org.jspecify.annotations.NullMarked;
