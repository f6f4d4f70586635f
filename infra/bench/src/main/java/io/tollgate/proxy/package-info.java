/// The gate's benchmark, beside what it measures: the gate is nobody's business but the proxy's.
@NullMarked
package io.tollgate.proxy;

import org.jspecify.annotations.NullMarked;
