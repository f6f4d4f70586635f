package io.tollgate.aws.runtime;

import io.tollgate.aws.http.Invocation;

/// One thing to do.
///
/// @param payload as its source sent it
@SuppressWarnings("ArrayRecordComponent") // Megabytes that nobody changes.
record Event(Invocation invocation, byte[] payload) {}
