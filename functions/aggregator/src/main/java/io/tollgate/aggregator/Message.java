package io.tollgate.aggregator;

/// One message as the queue delivered it.
///
/// @param id the queue's, by which a failure is reported
/// @param body one usage event as JSON, or anything that somebody put there
public record Message(String id, String body) {}
