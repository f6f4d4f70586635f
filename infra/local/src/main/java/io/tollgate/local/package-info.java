/// The local cloud: the same functions on one machine, with a front, a queue, a scheduler and a
/// durable table. Nothing here is deployed.
@NullMarked
package io.tollgate.local;

import org.jspecify.annotations.NullMarked;
