/// Structured lines for operators: what happened, in one JSON object a line. Never a prompt, an
/// answer, a header's value or a secret.
@NullMarked
package io.tollgate.aws.log;

import org.jspecify.annotations.NullMarked;
