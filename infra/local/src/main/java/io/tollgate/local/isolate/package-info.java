/// Lambda on this machine: a function's zip in processes of its own, each over a Runtime API that
/// streams, as many as there are calls at once; and what the functions ask AWS for over HTTP.
///
/// A process takes one call at a time, ends when its time is up, and is replaced when it has ended.
/// Unlike Lambda, an idle process is neither frozen nor taken away.
@NullMarked
package io.tollgate.local.isolate;

import org.jspecify.annotations.NullMarked;
