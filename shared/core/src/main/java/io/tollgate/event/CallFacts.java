package io.tollgate.event;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// What is known of a call besides its money. Never a word of the prompt or of the answer.
///
/// @param at when the request arrived, by the gateway's clock
/// @param streamed whether the client asked for a stream
/// @param attempts every try at a provider, in order
/// @param firstByteMillis from arrival to the first byte of the answer's body; empty if there was
///   none
/// @param totalMillis from arrival to the last byte
/// @param finishReason as the provider said it; empty if it did not
/// @param clientGone whether the client hung up before the end
/// @param upstreamRequest the provider's own id of the call; empty if it gave none
/// @param reasoningTokens output tokens that were reasoning; inside the output
/// @param inconsistent whether the provider's numbers contradicted each other
/// @param fingerprint a keyed hash of the request; empty where none is taken
/// @param toolFingerprint a keyed hash of the last tool call; empty where none is taken
/// @param traceparent as the client sent it; empty if it did not
/// @param objections what soft and shadow limits would have said
/// @param unreserved whether it was let through although the store gave no answer
/// @param tags what the client's tag headers said
public record CallFacts(
    Instant at,
    boolean streamed,
    List<Attempt> attempts,
    OptionalLong firstByteMillis,
    long totalMillis,
    String finishReason,
    boolean clientGone,
    String upstreamRequest,
    long reasoningTokens,
    boolean inconsistent,
    String fingerprint,
    String toolFingerprint,
    String traceparent,
    List<Objection> objections,
    boolean unreserved,
    Map<String, String> tags) {
  public CallFacts {
    attempts = List.copyOf(attempts);
    objections = List.copyOf(objections);
    tags = Map.copyOf(tags);
  }

  /// Of a call that never reached a provider.
  public static CallFacts ofUnsentCall(
      Instant at, boolean streamed, String traceparent, Map<String, String> tags) {
    return new CallFacts(
        at,
        streamed,
        List.of(),
        OptionalLong.empty(),
        0,
        "",
        false,
        "",
        0,
        false,
        "",
        "",
        traceparent,
        List.of(),
        false,
        tags);
  }

  /// What a limit would have refused that only tells or records.
  ///
  /// @param policy its id
  /// @param scope whose account
  /// @param mode `soft` or `shadow`
  public record Objection(String policy, String scope, String mode) {}

  /// One try at a provider.
  ///
  /// @param status the HTTP status; 0 if there was no answer
  /// @param error what went wrong, as a word such as `timeout`; empty if nothing did
  /// @param millis how long it took
  public record Attempt(String provider, String model, int status, String error, long millis) {}
}
