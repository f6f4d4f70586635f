/// A caller and a provider over raw sockets: correct HTTP/1.1 and so little work that they are
/// never what is measured.
@NullMarked
package io.tollgate.bench.http;

import org.jspecify.annotations.NullMarked;
