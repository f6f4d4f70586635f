package io.tollgate.proxy;

import io.tollgate.attribution.Attribution;
import io.tollgate.aws.http.Headers;
import io.tollgate.aws.http.Request;
import io.tollgate.catalog.Offer;
import io.tollgate.key.Head;
import io.tollgate.key.VirtualKey;
import io.tollgate.ledger.Bucket;
import io.tollgate.ledger.Hold;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.Rules;
import io.tollgate.proxy.intake.Prompt;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How far a call has come: each step adds what it found to the record of the step before.
sealed interface Progress {
  Visit visit();

  /// Empty until it is named.
  default Optional<Attribution> attribution() {
    return Optional.empty();
  }

  default String provider() {
    return "";
  }

  /// As the caller named it, until the catalogue says what it is called.
  default String model() {
    return "";
  }

  /// A request at the door.
  ///
  /// @param id the public id, fixed at arrival
  /// @param at when it arrived, by the store's clock
  /// @param bucket the bucket in which it arrived
  /// @param until when it will have ended at the latest
  record Visit(Request request, String id, Instant at, Bucket bucket, Instant until)
      implements Progress {
    @Override
    public Visit visit() {
      return this;
    }

    Headers headers() {
      return request.headers();
    }
  }

  /// Its key is known.
  ///
  /// @param rules the configuration by which it is judged
  /// @param seen the head of the book when key and rules were looked up
  record Known(Visit visit, VirtualKey key, Configuration rules, Head seen) implements Progress {}

  /// Whom it is for is known.
  record Named(Known known, Attribution who) implements Progress {
    @Override
    public Visit visit() {
      return known.visit();
    }

    @Override
    public Optional<Attribution> attribution() {
      return Optional.of(who);
    }
  }

  /// What it asks for is known.
  record Asked(Named named, Prompt prompt) implements Progress {
    @Override
    public Visit visit() {
      return named.visit();
    }

    @Override
    public Optional<Attribution> attribution() {
      return named.attribution();
    }

    @Override
    public String model() {
      return prompt.model();
    }
  }

  /// Who sells it is known.
  ///
  /// @param rules what the policies that ask no account say to it
  record Routed(Asked asked, Offer offer, Rules rules) implements Progress {
    @Override
    public Visit visit() {
      return asked.visit();
    }

    @Override
    public Optional<Attribution> attribution() {
      return asked.attribution();
    }

    @Override
    public String provider() {
      return offer.provider().id();
    }

    @Override
    public String model() {
      return offer.model();
    }

    Known known() {
      return asked.named().known();
    }

    Prompt prompt() {
      return asked.prompt();
    }

    /// What the policies ask of its accounts.
    List<Hold> holds() {
      return known()
          .rules()
          .policies()
          .holds(asked.named().who(), known().key().name(), provider(), model(), visit().bucket());
    }
  }

  /// The most that it can cost is known.
  ///
  /// @param savings what was done to make it cheaper
  record Bounded(Routed routed, Estimate estimate, Savings savings) implements Progress {
    @Override
    public Visit visit() {
      return routed.visit();
    }

    @Override
    public Optional<Attribution> attribution() {
      return routed.attribution();
    }

    @Override
    public String provider() {
      return routed.provider();
    }

    @Override
    public String model() {
      return routed.model();
    }
  }
}
