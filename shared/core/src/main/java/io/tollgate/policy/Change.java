package io.tollgate.policy;

import java.time.Instant;

/// Who put a version of the configuration, and when. A file that came with a start has none.
///
/// @param by names an administrator without being a secret
/// @param at of the store's clock
public record Change(String by, Instant at) {}
