package io.tollgate.local.queue;

import java.time.Instant;

/// One message as it was handed out.
///
/// @param id the message's name, the same in each of its deliveries
/// @param body what was sent
/// @param sentAt when it was sent
/// @param count how often it has been handed out, this time included
public record Delivery(String id, String body, Instant sentAt, int count) {}
