package io.tollgate.proxy;

import io.tollgate.catalog.Offer;
import io.tollgate.catalog.Resolution;
import io.tollgate.policy.Rules;
import io.tollgate.proxy.Progress.Asked;
import io.tollgate.proxy.Progress.Named;
import io.tollgate.proxy.Progress.Routed;
import java.util.List;

/// Step 4 of a call: the model's name → who sells it, at which prices.
final class Router {
  private final Catalogues catalogues;
  private final Credentials credentials;

  Router(Catalogues catalogues, Credentials credentials) {
    this.catalogues = catalogues;
    this.credentials = credentials;
  }

  Step<Routed> route(Asked asked) {
    return route(asked, asked.prompt().model());
  }

  /// The same, to another model than the one that was asked for.
  Step<Routed> route(Asked asked, String model) {
    var catalogue = catalogues.of(asked.named().known().rules());
    return switch (catalogue.resolve(model)) {
      case Resolution.Found(Offer offer) -> to(asked, offer);
      case Resolution.Unknown(List<String> nearest) ->
          no(
              asked,
              Code.MODEL_NOT_FOUND,
              "No model has this name; GET /v1/models lists them." + hint(nearest));
      case Resolution.Unpriced unpriced ->
          catalogue
              .estimate(unpriced)
              .filter(offer -> mayBeEstimated(asked.named(), offer))
              .map(offer -> to(asked, offer))
              .orElseGet(() -> no(asked, Code.MODEL_NOT_PRICED, unpriced.why()));
      case Resolution.NotOffered closed -> no(asked, Code.MODEL_NOT_ALLOWED, closed.why());
    };
  }

  private Step<Routed> to(Asked asked, Offer offer) {
    return isReachable(offer)
        ? Step.yes(new Routed(asked, asSeen(asked, offer), rules(asked.named(), offer)))
        : no(
            asked,
            Code.MODEL_NOT_ALLOWED,
            "The provider "
                + offer.provider().id()
                + " has no credential here; its operator must give one.");
  }

  private static boolean mayBeEstimated(Named named, Offer offer) {
    var known = named.known();
    return known
        .rules()
        .policies()
        .letThroughUnpriced(named.who(), known.key().name(), offer.provider().id(), offer.model());
  }

  /// What the catalogue promises of a model's cap ends with the first call that breaks it.
  private static Offer asSeen(Asked asked, Offer offer) {
    boolean uncapped =
        asked.named().known().seen().isUncapped(offer.provider().id(), offer.model());
    return uncapped ? offer.uncapped() : offer;
  }

  private static Rules rules(Named named, Offer offer) {
    var known = named.known();
    return known
        .rules()
        .policies()
        .rules(named.who(), known.key().name(), offer.provider().id(), offer.model());
  }

  private boolean isReachable(Offer offer) {
    String credential = offer.provider().credential();
    return credential.equals("none") || credentials.find(credential).isPresent();
  }

  private static String hint(List<String> nearest) {
    return nearest.isEmpty() ? "" : " Did you mean " + String.join(" or ", nearest) + "?";
  }

  private static Step<Routed> no(Asked asked, Code code, String sentence) {
    return Step.no(Refusal.of(code, sentence, "model"), asked);
  }
}
