/// The ports of core over the AWS SDK, and the runtime loop that streams. Only this package and the
/// function entries know that AWS exists.
@NullMarked
package io.tollgate.aws;

import org.jspecify.annotations.NullMarked;
