package io.tollgate.proxy;

import io.tollgate.aws.http.Reply;
import io.tollgate.ledger.Claim;
import io.tollgate.ledger.Claimed;
import io.tollgate.ledger.Pause;
import io.tollgate.ledger.Repeats;
import io.tollgate.proxy.Progress.Bounded;
import io.tollgate.table.StoreClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One request's turn among all with its `Idempotency-Key`: taken before anything is reserved, and
/// given up where it turns out not to be served. A request without the header asks nobody. Used by
/// one thread.
final class Turn {
  private static final String HEADER = "idempotency-key";
  private static final int LONGEST = 255;

  /// Longer than a gateway takes to say that a call which it has answered was not served, and
  /// nobody notices it.
  private static final Duration MOMENT = Duration.ofMillis(25);

  private static final Duration SOON = Duration.ofSeconds(1);

  private final Repeats repeats;
  private final StoreClock clock;
  private final Pause pause;
  private Optional<Claim> held = Optional.empty();
  private Optional<KeptBack> kept = Optional.empty();
  private boolean over;

  Turn(Repeats repeats, StoreClock clock, Pause pause) {
    this.repeats = repeats;
    this.clock = clock;
    this.pause = pause;
  }

  /// Takes the turn; a second attempt of the same request has it already.
  Step<Bounded> take(Bounded call) {
    Optional<String> sent = call.visit().headers().first(HEADER);
    if (sent.isEmpty() || held.isPresent()) {
      return Step.yes(call);
    }
    if (!isFit(sent.get())) {
      return Step.no(unfit(), call);
    }
    if (over) {
      // A request claims once: what it released is released for ever, however late that lands.
      return Step.no(unknown(), call);
    }
    return switch (claim(call, sent.get())) {
      case Claimed.Ours(Claim claim) -> {
        held = Optional.of(claim);
        yield Step.yes(call);
      }
      case Claimed.Repeated(String first, boolean forGood) -> Step.no(made(first), call);
      case Claimed.Unavailable(String why) -> {
        over = true;
        yield Step.no(unknown(), call);
      }
    };
  }

  private static boolean isFit(String value) {
    return !value.isEmpty() && value.length() <= LONGEST && HeaderLists.isPlain(value);
  }

  private Claimed claim(Bounded call, String sent) {
    String keyId = call.routed().known().key().id();
    Claim claim = Claim.of(keyId, sent, call.visit().id(), clock.instant());
    Claimed claimed = repeats.claim(claim, call.visit().until());
    if (claimed instanceof Claimed.Repeated(String first, boolean forGood) && !forGood) {
      // The first one may be about to say that it was not served; its client may have hung up.
      pause.pause(MOMENT);
      return repeats.claim(claim, call.visit().until());
    }
    return claimed;
  }

  private static Refusal unfit() {
    return Refusal.of(
        Code.INVALID_REQUEST,
        "The header Idempotency-Key takes 1 to "
            + LONGEST
            + " printable ASCII characters; send another value, or none.",
        HEADER);
  }

  private static Refusal unknown() {
    return Refusal.of(
            Code.ENFORCEMENT_UNAVAILABLE,
            "Whether this request was made before cannot be asked now, and none is paid twice; try"
                + " again soon.")
        .after(SOON);
  }

  private static Refusal made(String first) {
    return Refusal.of(
            Code.REQUEST_ALREADY_MADE,
            "A request with this Idempotency-Key was made before: "
                + first
                + ". It is running or was served, so this one is not sent; send another key to pay"
                + " for another answer.",
            HEADER)
        .telling("first_request_id", first);
  }

  /// When the record of the call must have landed, by the store's clock, for it to be sent.
  Instant ends() {
    return held.map(Claim::until).orElse(Instant.MAX);
  }

  /// How the caller hears of the call: of an error only at the end of the turn, since whoever hears
  /// it may make the request again at once.
  Reply heard(Reply reply) {
    if (held.isEmpty()) {
      return reply;
    }
    var back = new KeptBack(reply);
    kept = Optional.of(back);
    return back;
  }

  /// The call has ended and is settled, or will be.
  ///
  /// @throws IOException if the caller of an error is known to be gone
  void end(Outcome outcome) throws IOException {
    if (outcome instanceof Outcome.Unserved) {
      giveUp();
    }
    if (kept.isPresent()) {
      kept.get().tell();
    }
  }

  /// The request was not served and will not be.
  void giveUp() {
    held.ifPresent(repeats::release);
  }
}
