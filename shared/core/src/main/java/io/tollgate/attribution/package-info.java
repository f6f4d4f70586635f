/// Who a call is for: member, agent, department, feature and session. It names spend; it neither
/// counts nor limits it.
@NullMarked
package io.tollgate.attribution;

import org.jspecify.annotations.NullMarked;
