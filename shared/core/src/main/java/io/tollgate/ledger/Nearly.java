package io.tollgate.ledger;

import io.tollgate.attribution.Scope;

/// A budget that is nearly spent.
public record Nearly(Scope scope, Ceiling ceiling) {}
