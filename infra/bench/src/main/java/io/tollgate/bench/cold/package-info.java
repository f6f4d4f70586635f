/// What the first call of a new environment costs: the proxy as its zip holds it, started as Lambda
/// starts it, without SnapStart, beside the AWS SDK alone.
@NullMarked
package io.tollgate.bench.cold;

import org.jspecify.annotations.NullMarked;
