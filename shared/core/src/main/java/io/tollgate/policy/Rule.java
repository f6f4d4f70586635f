package io.tollgate.policy;

import java.util.Optional;

/// A policy that judges a call by what it is, before anything is written. Pure.
public sealed interface Rule extends Policy
    permits RequiredAttribution, UnknownFields, ModelAccess, ProviderAccess {
  /// What it says against a call; empty if nothing.
  Optional<Objection> objection(Candidate call);
}
