package io.tollgate.admin;

import io.tollgate.aws.http.Headers;
import io.tollgate.policy.Configuration;
import java.time.Instant;

/// One authenticated request to a route.
///
/// @param id the part of the path that the route leaves open; empty if it leaves none
/// @param body as text
/// @param by names who asks, and is no secret
/// @param configuration in force
/// @param now the store's time
record Ask(
    String id,
    Parameters parameters,
    Headers headers,
    String body,
    String by,
    Configuration configuration,
    Instant now) {}
