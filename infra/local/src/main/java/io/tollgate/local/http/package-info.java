/// HTTP on this machine: a server on 127.0.0.1, and the front that plays API Gateway with it. Knows
/// no function.
@NullMarked
package io.tollgate.local.http;

import org.jspecify.annotations.NullMarked;
