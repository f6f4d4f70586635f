package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.aws.http.Headers;
import io.tollgate.event.CallFacts;
import io.tollgate.ledger.Fingerprint;
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
/// @param remarks what limits said of it that let it through
/// @param unreserved whether it was let through although the store gave no answer
/// @param fingerprints of what it may repeat; empty where no policy asks
/// @param tags what its tag headers said
public record Call(
    String id,
    Instant at,
    Instant until,
    Attribution who,
    Headers asked,
    Headers told,
    List<CallFacts.Remark> remarks,
    boolean unreserved,
    List<Fingerprint> fingerprints,
    Map<String, String> tags) {
  public Call {
    remarks = List.copyOf(remarks);
    fingerprints = List.copyOf(fingerprints);
    tags = Map.copyOf(tags);
  }

  /// The fingerprint of one kind; empty if none is taken.
  String fingerprint(Fingerprint.Of of) {
    for (Fingerprint fingerprint : fingerprints) {
      if (fingerprint.of() == of) {
        return fingerprint.hash();
      }
    }
    return "";
  }
}
