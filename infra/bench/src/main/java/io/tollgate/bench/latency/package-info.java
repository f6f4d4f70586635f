/// What the gateway adds to a call: time, CPU, memory; its CPU beside that of a bare relay.
@NullMarked
package io.tollgate.bench.latency;

import org.jspecify.annotations.NullMarked;
