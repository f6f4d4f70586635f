/// The loop that takes events from Lambda's Runtime API and streams answers back: what runs inside
/// a function's zip, started by the script `tollgate-runtime`.
///
/// It is our own because the runtime interface client that AWS gives for Java collects an answer
/// and posts it once (checked with 2.9.0 in November 2026), and over a raw socket because the JDK's
/// client cannot send trailers. It knows no function: it is told a class by its name.
@NullMarked
package io.tollgate.aws.runtime;

import org.jspecify.annotations.NullMarked;
