/// What happens after a call: settling what is still open, adding up the spend, noticing
/// thresholds. Every step may run twice and counts once.
@NullMarked
package io.tollgate.aggregator;

import org.jspecify.annotations.NullMarked;
