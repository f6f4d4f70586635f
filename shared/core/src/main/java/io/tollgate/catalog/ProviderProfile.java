package io.tollgate.catalog;

import java.net.URI;

/// How to reach a provider.
///
/// @param id such as `openai`
/// @param dialect the API that it speaks, such as `openai`
/// @param baseUrl what `/chat/completions` is appended to
/// @param credential where its key is: `secret:NAME[#field]`, `env:NAME` or `none`
/// @param outputCap the request's field that caps its output, such as `max_completion_tokens`
/// @param timeouts how long to wait
public record ProviderProfile(
    String id,
    String dialect,
    URI baseUrl,
    String credential,
    String outputCap,
    ProviderSettings.Timeouts timeouts) {}
