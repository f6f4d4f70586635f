package io.tollgate.catalog;

import io.tollgate.pricing.RateCard;
import io.tollgate.spend.Subject;
import java.util.Optional;

/// One model at one provider: where to call it, what it costs and what is known of it.
///
/// @param provider how to reach who sells it
/// @param model its name in the books, one for all its aliases and dated snapshots
/// @param upstreamModel the name to send, as the caller wrote it
/// @param card what it costs
/// @param context the most input and output tokens together, if known
/// @param maxOutput the most output tokens, if known
/// @param imageTokens the most that one image counts, if known
/// @param conduct how it behaves where money is concerned
public record Offer(
    ProviderProfile provider,
    String model,
    String upstreamModel,
    RateCard card,
    Optional<Long> context,
    Optional<Long> maxOutput,
    Optional<Long> imageTokens,
    Conduct conduct) {

  Offer calledAs(String name) {
    return new Offer(provider, model, name, card, context, maxOutput, imageTokens, conduct);
  }

  Offer priced(RateCard by) {
    return new Offer(provider, model, upstreamModel, by, context, maxOutput, imageTokens, conduct);
  }

  /// Whether nobody said what it costs, so that its card is a guess on the dear side.
  public boolean isEstimated() {
    return card.version().startsWith(Subject.ESTIMATED);
  }

  /// The same of a model that was seen to ignore its output cap.
  public Offer uncapped() {
    return new Offer(
        provider,
        model,
        upstreamModel,
        card,
        context,
        maxOutput,
        imageTokens,
        new Conduct(false, conduct.cancelStopsBilling(), conduct.billsErrors()));
  }

  /// What a caller may ask for to get exactly this: `openai/gpt-5.2`.
  public String id() {
    return provider.id() + "/" + upstreamModel;
  }
}
