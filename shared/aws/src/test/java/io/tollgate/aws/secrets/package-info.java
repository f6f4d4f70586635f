/// Secrets, held to one contract over a socket of ours and over LocalStack.
@NullMarked
package io.tollgate.aws.secrets;

import org.jspecify.annotations.NullMarked;
