package io.tollgate.proxy;

import io.tollgate.catalog.Offer;
import io.tollgate.money.Usd;
import io.tollgate.policy.OutputCap;
import io.tollgate.proxy.dialect.OpenAiChat;
import io.tollgate.proxy.intake.Prompt;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/// Step 5 of a call: prompt and offer → the most that it can cost. Pure.
///
/// Every assumption here is one of the proof that a hard budget is never passed
/// (docs/enforcement.md): bytes bound tokens, the provider heeds the cap, the dearest price that
/// the request can trigger is taken.
final class Estimator {
  /// What is assumed, and injected, where neither the caller nor a policy says an output cap.
  static final long DEFAULT_CAP = 4096;

  /// What templates add to the caller's text: gpt-oss on any host begins with about 70 tokens of
  /// its own, Llama's with 30.
  private static final long TEMPLATE_TOKENS = 256;

  /// What templates add where tools are described; Anthropic documents up to 530 for its
  /// OpenAI-compatible endpoint.
  private static final long TOOL_TEMPLATE_TOKENS = 1024;

  /// A context window where nobody said how long it is: none that is sold by the token is longer
  /// than ten million.
  private static final long UNKNOWN_CONTEXT = 10_000_000;

  /// Tiers that cost the standard price or less.
  private static final Set<String> ORDINARY_TIERS =
      Set.of("", "auto", "default", "standard", "flex");

  /// @param policy what the policies say of the output cap
  Estimate estimate(Prompt prompt, Offer offer, OutputCap policy, Instant from, Instant until) {
    long asked = prompt.cap().orElse(policy.usual().orElse(DEFAULT_CAP));
    Optional<Long> most = offer.maxOutput().or(offer::context);
    long allowed = Math.min(asked, policy.most().orElse(asked));
    long cap = most.map(limit -> Math.min(allowed, limit)).orElse(allowed);
    // Where the provider ignores the cap, the model's own limit is the only one.
    long longest = offer.conduct().honoursCap() ? cap : most.orElse(UNKNOWN_CONTEXT);
    long output = (longest + prompt.predictionBytes()) * prompt.choices();
    Optional<Doubt> doubt = doubt(prompt, offer);
    if (doubt.isPresent()) {
      long input = offer.context().orElse(UNKNOWN_CONTEXT);
      return new Estimate.Unboundable(
          doubt.get().field(),
          doubt.get().sentence(),
          bound(prompt, offer, input, output, from, until),
          cap,
          input,
          output);
    }
    long input = input(prompt, offer);
    Usd amount = bound(prompt, offer, input, output, from, until);
    return new Estimate.Bounded(
        amount, cap, prompt.cap().isPresent() && cap < asked, input, output);
  }

  private static Usd bound(
      Prompt prompt, Offer offer, long input, long output, Instant from, Instant until) {
    String tier = OpenAiChat.pinsTier(prompt, offer) ? "default" : prompt.serviceTier();
    return offer.card().bound(input, output, from, until, tier).max(Usd.PICO);
  }

  private static long input(Prompt prompt, Offer offer) {
    long text = prompt.textTokens() - prompt.media().inlineBytes();
    long images = prompt.media().images() * offer.imageTokens().orElse(0L);
    long template = TEMPLATE_TOKENS + (prompt.tools() ? TOOL_TEMPLATE_TOKENS : 0);
    long all = text + images + template;
    return offer.context().map(context -> Math.min(all, context)).orElse(all);
  }

  /// @param field which lets the cost grow without a limit
  private record Doubt(String field, String sentence) {}

  private static Optional<Doubt> doubt(Prompt prompt, Offer offer) {
    if (prompt.costly().isPresent()) {
      return doubt(
          prompt.costly().get(), "lets the provider do work that nothing in the request limits");
    }
    if (!ORDINARY_TIERS.contains(prompt.serviceTier())
        && !offer.card().tiers().factors().containsKey(prompt.serviceTier())) {
      return doubt("service_tier", "asks for a tier that the rate card does not price");
    }
    if (prompt.media().audio() > 0) {
      return doubt("messages", "contains sound, whose length nobody has measured");
    }
    if (prompt.media().files() > 0) {
      return doubt("messages", "contains a file or a video, whose length nobody has measured");
    }
    if (prompt.media().images() > 0 && offer.imageTokens().isEmpty()) {
      return doubt("messages", "contains images, and the most that one counts here is not known");
    }
    if (!offer.conduct().honoursCap() && offer.maxOutput().or(offer::context).isEmpty()) {
      return doubt(
          "model",
          "names a model that ignores the output cap, and its longest answer is not known");
    }
    return Optional.empty();
  }

  private static Optional<Doubt> doubt(String field, String why) {
    return Optional.of(
        new Doubt(
            field,
            "The most that this call can cost is not known: `"
                + field
                + "` "
                + why
                + ". Under a hard budget such a call is refused; leave it out, or ask for a budget without a limit."));
  }
}
