/// Requests and replies, and how they travel inside the events of Lambda's front doors. Knows no
/// function and no policy.
@NullMarked
package io.tollgate.aws.http;

import org.jspecify.annotations.NullMarked;
