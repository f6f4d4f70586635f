/// What every function reads from its environment and stands on, and how functions wait and do
/// several things at once, outside of simulations; and how a process on this machine is kept from
/// outliving the one that started it.
@NullMarked
package io.tollgate.aws.run;

import org.jspecify.annotations.NullMarked;
