package io.tollgate.aws.http;

import java.time.Instant;

/// One HTTP request, whatever carried it here: API Gateway, a Function URL or the local gateway.
///
/// @param id the platform's id of this invocation, unique without randomness of ours: letters,
///   digits, `-`
/// @param method upper case
/// @param path decoded, begins with `/`, without the stage and the query
/// @param query the raw query string without `?`; empty if there is none
/// @param headers as they came
/// @param body as it came, decoded from base64 but not from `content-encoding`; empty if there is
///   none
/// @param deadline when the platform will end the invocation
// The body is not copied: it may be megabytes, and nobody changes it.
@SuppressWarnings("ArrayRecordComponent")
public record Request(
    String id,
    String method,
    String path,
    String query,
    Headers headers,
    byte[] body,
    Instant deadline) {}
