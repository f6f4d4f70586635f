/// What each guard lets through of a runaway agent, in dollars and seconds, and what everybody else
/// notices of it.
@NullMarked
package io.tollgate.bench.demo;

import org.jspecify.annotations.NullMarked;
