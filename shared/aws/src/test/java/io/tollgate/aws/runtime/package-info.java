/// The loop, held to a Runtime API that shares no code with it.
@NullMarked
package io.tollgate.aws.runtime;

import org.jspecify.annotations.NullMarked;
