/// JMH over the parts, each alone in memory.
@NullMarked
package io.tollgate.bench.micro;

import org.jspecify.annotations.NullMarked;
