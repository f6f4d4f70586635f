/// The one table on DynamoDB: the core's conditions and actions as expressions, and its four
/// answers read off what the SDK returns or throws. Knows how a write is sent and what an answer
/// means; knows nothing of what is stored.
///
/// A write is sent by one of two clients over one HTTP client: one that retries, and one whose
/// every call is exactly one request on the wire.
@NullMarked
package io.tollgate.aws.dynamodb;

import org.jspecify.annotations.NullMarked;
