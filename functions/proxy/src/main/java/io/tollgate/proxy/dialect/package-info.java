/// What a provider's API sounds like: the body that asks, the answer whole or streamed, where its
/// usage stands, and the shape of its errors. It knows neither connections nor limits.
@NullMarked
package io.tollgate.proxy.dialect;

import org.jspecify.annotations.NullMarked;
