package io.tollgate.aws.runtime;

import io.tollgate.aws.http.Invocation;

/// One thing to do.
///
/// @param trace X-Ray's header of the trace that it is part of; empty if there is none
/// @param payload as its source sent it
@SuppressWarnings("ArrayRecordComponent") // Megabytes that nobody changes.
record Event(Invocation invocation, String trace, byte[] payload) {}
