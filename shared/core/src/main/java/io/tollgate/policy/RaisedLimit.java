package io.tollgate.policy;

import io.tollgate.money.Usd;

/// A limit that is raised in some bucket.
///
/// @param limit that holds
/// @param without what would hold without the raise
/// @param by the raise that decides
public record RaisedLimit(Usd limit, Usd without, Raise by) {}
