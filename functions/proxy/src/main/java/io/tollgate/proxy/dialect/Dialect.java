package io.tollgate.proxy.dialect;

import io.tollgate.catalog.Offer;
import io.tollgate.proxy.intake.Prompt;

/// One API, spoken to the caller and to the provider alike. Immutable.
public sealed interface Dialect permits OpenAiChat {
  /// What follows the provider's base address.
  String path();

  /// The body to send: the caller's, with what we must change.
  ///
  /// @param cap the most output tokens of one choice
  byte[] body(Prompt prompt, Offer offer, long cap);

  /// Relays one streamed answer.
  ///
  /// @param wantsUsage whether the caller asked for the usage chunk
  Relay relay(boolean wantsUsage, Price price);

  /// Reads a whole answer, which stands in the first bytes of an array.
  Answer read(byte[] body, int length);

  /// An error as a body of its own.
  byte[] error(ErrorBody error);

  /// An error as the last event of a stream that has begun.
  byte[] errorEvent(ErrorBody error);
}
