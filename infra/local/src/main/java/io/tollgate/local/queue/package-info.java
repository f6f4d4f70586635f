/// SQS on this machine: a standard queue in memory with a dead-letter queue, and the poller that
/// feeds a consumer from it as Lambda does. Loses what waits when the process dies, so nothing may
/// depend on it alone.
@NullMarked
package io.tollgate.local.queue;

import org.jspecify.annotations.NullMarked;
