package io.tollgate.proxy;

import io.tollgate.proxy.upstream.Garbled;
import io.tollgate.proxy.upstream.Sent.Failure;
import java.io.IOException;
import java.net.SocketTimeoutException;

/// What a caller is told when a provider fails it. Never the provider's own text, which may echo
/// the team's key.
///
/// @param provider the provider's id
record ProviderFaults(String provider) {
  Refusal credentialRejected() {
    return Refusal.of(
        Code.PROVIDER_CREDENTIAL_REJECTED,
        "The provider "
            + provider
            + " refuses the gateway's credential; its operator must renew it.");
  }

  Refusal of(IOException e) {
    String why = e instanceof Garbled ? String.valueOf(e.getMessage()) : "its answer broke off";
    return switch (e) {
      case SocketTimeoutException late -> of(Failure.TIMED_OUT, why);
      case Garbled garbled -> of(Failure.GARBLED, why);
      default -> of(Failure.BROKEN, why);
    };
  }

  Refusal of(Failure failure, String why) {
    return switch (failure) {
      case TIMED_OUT ->
          Refusal.of(
              Code.PROVIDER_TIMEOUT,
              "The provider " + provider + " did not answer in time: " + why + ".");
      case BROKEN ->
          Refusal.of(
              Code.PROVIDER_UNAVAILABLE,
              "The provider " + provider + " cannot be reached: " + why + ".");
      case GARBLED -> senseless(why);
    };
  }

  Refusal senseless(String why) {
    return Refusal.of(
        Code.PROVIDER_INVALID_RESPONSE,
        "The provider " + provider + " gave no answer that makes sense: " + why + ".");
  }
}
