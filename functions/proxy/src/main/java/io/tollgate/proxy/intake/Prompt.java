package io.tollgate.proxy.intake;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// A chat request of which the fields that cost money or change the answer's form are known; the
/// rest is bytes.
///
/// @param body as it came, without content encoding; it is never changed, {@link Rewriting} makes a
///   new one
/// @param model as the caller names it
/// @param stream whether the answer is to come as it is generated
/// @param wantsUsage whether the caller asked for the usage chunk of a stream
/// @param maxTokens the caller's `max_tokens`, at least 1
/// @param maxCompletionTokens the caller's `max_completion_tokens`, at least 1
/// @param choices `n`, 1 to 128
/// @param serviceTier as asked for; empty if the caller says nothing
/// @param predictionBytes how much predicted output the caller sends; it may be billed as output
/// @param media what is no text
/// @param tools whether tools or functions are described
/// @param costly a field that makes the provider do things which nothing in the request bounds;
///   empty if there is none
/// @param unknownField the first field at the top that a chat completion does not have; empty if
///   there is none
/// @param textTokens at most so many tokens are the texts of the body, without what a provider's
///   template adds
/// @param places where the fields that may be rewritten stand
// The body is not copied: it may be megabytes, and nobody changes it.
@SuppressWarnings("ArrayRecordComponent")
public record Prompt(
    byte[] body,
    String model,
    boolean stream,
    boolean wantsUsage,
    OptionalLong maxTokens,
    OptionalLong maxCompletionTokens,
    int choices,
    String serviceTier,
    long predictionBytes,
    Media media,
    boolean tools,
    Optional<String> costly,
    String unknownField,
    long textTokens,
    Map<Field, Place> places) {

  /// The bytes of a field's value as they came; none if the field is not there.
  public ByteBuffer value(Field field) {
    Place place = places.get(field);
    return place == null
        ? ByteBuffer.allocate(0)
        : ByteBuffer.wrap(body, place.value(), place.end() - place.value());
  }

  /// The output cap that the caller set: where both fields are sent the larger, since servers
  /// differ on which they heed.
  public OptionalLong cap() {
    if (maxTokens.isPresent() && maxCompletionTokens.isPresent()) {
      return OptionalLong.of(Math.max(maxTokens.getAsLong(), maxCompletionTokens.getAsLong()));
    }
    return maxTokens.isPresent() ? maxTokens : maxCompletionTokens;
  }
}
