/// Virtual keys: how a bearer becomes a known key, what a key says of its calls, and where keys are
/// kept. The secret itself is never stored, only its hash.
@NullMarked
package io.tollgate.key;

import org.jspecify.annotations.NullMarked;
