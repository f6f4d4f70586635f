/// The body of a chat request: checked, typed where we act on it, and changed only by splices into
/// the bytes as they came.
///
/// It knows neither prices nor HTTP. What it does not type it passes on untouched.
@NullMarked
package io.tollgate.proxy.intake;

import org.jspecify.annotations.NullMarked;
