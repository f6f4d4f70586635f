/// Lambda on this machine, with a runtime that is not ours.
@NullMarked
package io.tollgate.local.isolate;

import org.jspecify.annotations.NullMarked;
