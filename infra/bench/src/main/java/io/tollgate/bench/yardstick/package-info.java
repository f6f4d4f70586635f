/// The least that a job can cost on this machine, as programs that do nothing else: measured beside
/// the gateway, they tell a slow gateway from a slow machine.
@NullMarked
package io.tollgate.bench.yardstick;

import org.jspecify.annotations.NullMarked;
