/// The whole gateway, judged from outside: over real sockets, as a client, a provider and an
/// operator see it.
@NullMarked
package io.tollgate.local.e2e;

import org.jspecify.annotations.NullMarked;
