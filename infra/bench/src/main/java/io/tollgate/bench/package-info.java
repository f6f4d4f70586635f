/// How fast it is: JMH benchmarks for the parts, a load harness for the whole.
@NullMarked
package io.tollgate.bench;

import org.jspecify.annotations.NullMarked;
