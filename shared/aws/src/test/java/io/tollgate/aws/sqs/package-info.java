/// The sink, held to one contract over a socket of ours and over LocalStack.
@NullMarked
package io.tollgate.aws.sqs;

import org.jspecify.annotations.NullMarked;
