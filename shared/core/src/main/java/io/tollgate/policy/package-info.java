/// The limits an organisation sets, and which of them a call meets: pure decisions that remember
/// nothing.
@NullMarked
package io.tollgate.policy;

import org.jspecify.annotations.NullMarked;
