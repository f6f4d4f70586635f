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
/// @param remarks what limits said of the call that let it through
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
    List<Remark> remarks,
    boolean unreserved,
    Map<String, String> tags) {
  public CallFacts {
    attempts = List.copyOf(attempts);
    remarks = List.copyOf(remarks);
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

  /// What a limit said of a call that it let through.
  ///
  /// @param policy its id
  /// @param scope whose account
  /// @param word `soft` or `shadow`: it would have refused the call if it were hard; and of a
  ///   budget that runs low `throttled`: the call's rates were slowed down, `clamped`: its output
  ///   cap was lowered, `degraded`: it went to another model
  public record Remark(String policy, String scope, String word) {
    public static final String THROTTLED = "throttled";
    public static final String CLAMPED = "clamped";
    public static final String DEGRADED = "degraded";

    public boolean wouldHaveRefused() {
      return word.equals("soft") || word.equals("shadow");
    }
  }

  /// One try at a provider.
  ///
  /// @param status the HTTP status; 0 if there was no answer
  /// @param error what went wrong, as a word such as `timeout`; empty if nothing did
  /// @param millis how long it took
  public record Attempt(String provider, String model, int status, String error, long millis) {}
}
