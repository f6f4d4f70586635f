/// What Tollgate costs, and whether it keeps its word: the command `./tollgate bench`. Nothing here
/// is deployed.
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
