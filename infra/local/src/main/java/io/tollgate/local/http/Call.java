package io.tollgate.local.http;

import io.tollgate.aws.http.Headers;

/// One HTTP request as it came over the wire.
///
/// @param path raw, percent-encoded, begins with `/`
/// @param query raw, without `?`; empty if there is none
/// @param body empty if there is none
// The body is not copied: it may be megabytes, and nobody changes it.
@SuppressWarnings("ArrayRecordComponent")
public record Call(String method, String path, String query, Headers headers, byte[] body) {}
