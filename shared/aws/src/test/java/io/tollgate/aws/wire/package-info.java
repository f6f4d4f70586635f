/// AWS services as small HTTP servers that speak their JSON protocols: what the adapters are held
/// to everywhere, with LocalStack or without.
@NullMarked
package io.tollgate.aws.wire;

import org.jspecify.annotations.NullMarked;
