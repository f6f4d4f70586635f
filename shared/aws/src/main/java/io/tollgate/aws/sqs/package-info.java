/// Usage events onto a queue of SQS. Nothing of ours receives by this package: Lambda polls.
@NullMarked
package io.tollgate.aws.sqs;

import org.jspecify.annotations.NullMarked;
