package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.aws.http.Headers;
import io.tollgate.event.CallFacts;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// One admitted call, as the steps after admission need it.
///
/// @param id the public id, which the caller is told
/// @param at when it arrived
/// @param until when it will have ended, whatever the provider does
/// @param who for whom
/// @param asked the caller's headers
/// @param told the headers of every answer to it
/// @param objections what soft and shadow limits would have said
/// @param unreserved whether it was let through although the store gave no answer
/// @param tags what its tag headers said
public record Call(
    String id,
    Instant at,
    Instant until,
    Attribution who,
    Headers asked,
    Headers told,
    List<CallFacts.Objection> objections,
    boolean unreserved,
    Map<String, String> tags) {
  public Call {
    objections = List.copyOf(objections);
    tags = Map.copyOf(tags);
  }
}
