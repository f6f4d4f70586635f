@NullMarked
package io.tollgate.aggregator;

import org.jspecify.annotations.NullMarked;
