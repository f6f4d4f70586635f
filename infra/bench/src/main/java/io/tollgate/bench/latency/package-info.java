/// What the gateway adds to a call: time, CPU, memory.
@NullMarked
package io.tollgate.bench.latency;

import org.jspecify.annotations.NullMarked;
