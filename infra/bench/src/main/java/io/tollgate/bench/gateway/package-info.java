/// The gateway under test: a process of its own, or one in this process.
@NullMarked
package io.tollgate.bench.gateway;

import org.jspecify.annotations.NullMarked;
