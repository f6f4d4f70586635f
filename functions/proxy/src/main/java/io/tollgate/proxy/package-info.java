/// The path of a call, from the bearer to the settlement, in the order in which it happens.
@NullMarked
package io.tollgate.proxy;

import org.jspecify.annotations.NullMarked;
