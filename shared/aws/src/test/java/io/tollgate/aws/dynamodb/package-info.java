/// DynamoDB as tests meet it: AWS's own local engine, and a wire that fails on demand.
@NullMarked
package io.tollgate.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
