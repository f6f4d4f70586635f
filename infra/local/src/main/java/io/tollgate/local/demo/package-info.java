/// A provider that speaks OpenAI's chat API on this machine, answers at once or at a human pace,
/// counts usage, and fails in every way that a test asks for. Knows nothing of the gateway.
@NullMarked
package io.tollgate.local.demo;

import org.jspecify.annotations.NullMarked;
