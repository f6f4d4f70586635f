package io.tollgate.aws.http;

import java.time.Instant;

/// One run of a function, as its platform counts them.
///
/// @param id unique without randomness of ours: letters, digits, `-`
/// @param deadline when the platform will end the run
public record Invocation(String id, Instant deadline) {}
