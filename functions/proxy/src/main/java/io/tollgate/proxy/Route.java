package io.tollgate.proxy;

import io.tollgate.catalog.Offer;

/// Where a call goes.
///
/// @param offer the model, its provider and its prices
/// @param cap the most output tokens of one choice, which the provider is told
public record Route(Offer offer, long cap) {}
