package io.tollgate.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalog.Catalogue;
import io.tollgate.catalog.Offer;
import io.tollgate.catalog.PriceBook;
import io.tollgate.catalog.ProviderSettings;
import io.tollgate.catalog.ProviderSettings.Flags;
import io.tollgate.catalog.ProviderSettings.ModelPrices;
import io.tollgate.catalog.ProviderSettings.Timeouts;
import io.tollgate.catalog.Resolution;
import io.tollgate.money.Usd;
import io.tollgate.policy.OutputCap;
import io.tollgate.proxy.intake.Intake;
import io.tollgate.proxy.intake.Prompt;
import io.tollgate.proxy.intake.Reading;
import io.tollgate.usage.Meter;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EstimatorTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
  private static final Instant LATER = NOON.plusSeconds(900);
  private static final Flags HEEDLESS =
      new Flags(Optional.of(false), Optional.empty(), Optional.empty(), Optional.empty());
  private static final String HI = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private final Estimator estimator = new Estimator();

  @Test
  void bytes_template_and_cap_are_priced() {
    String body = "{\"model\":\"m\",\"max_tokens\":100," + HI;
    var bounded = bounded(body, offer(Flags.UNSAID));
    assertThat(bounded.inputTokens()).isEqualTo(body.length() + 256L);
    assertThat(bounded.outputTokens()).isEqualTo(100);
    assertThat(bounded.amount())
        .isEqualTo(Usd.ofPicos(1_000_000L * (body.length() + 256) + 4_000_000L * 100));
  }

  @Test
  void without_a_cap_4096_tokens_are_assumed_and_injected() {
    assertThat(bounded("{\"model\":\"m\"," + HI, offer(Flags.UNSAID)).cap()).isEqualTo(4096);
  }

  @Test
  void choices_multiply_the_output() {
    var bounded = bounded("{\"model\":\"m\",\"n\":3,\"max_tokens\":100," + HI, offer(Flags.UNSAID));
    assertThat(bounded.outputTokens()).isEqualTo(300);
  }

  @Test
  void a_cap_beyond_the_models_own_is_lowered_and_said() {
    var bounded = bounded("{\"model\":\"m\",\"max_tokens\":99999," + HI, offer(Flags.UNSAID));
    assertThat(bounded.cap()).isEqualTo(8192);
    assertThat(bounded.lowered()).isTrue();
  }

  @Test
  void a_policys_default_is_assumed_where_the_caller_sets_no_cap_and_is_not_said() {
    var policy = new OutputCap(OptionalLong.of(512), OptionalLong.of(1024));
    var bounded =
        (Estimate.Bounded) estimate("{\"model\":\"m\"," + HI, offer(Flags.UNSAID), policy);
    assertThat(bounded.cap()).isEqualTo(512);
    assertThat(bounded.lowered()).isFalse();
  }

  @Test
  void a_cap_beyond_a_policys_most_is_lowered_and_said_and_so_is_the_assumed_one() {
    var policy = new OutputCap(OptionalLong.empty(), OptionalLong.of(1024));
    var asked =
        (Estimate.Bounded)
            estimate("{\"model\":\"m\",\"max_tokens\":1025," + HI, offer(Flags.UNSAID), policy);
    assertThat(asked.cap()).isEqualTo(1024);
    assertThat(asked.lowered()).isTrue();
    assertThat(asked.outputTokens()).isEqualTo(1024);
    var silent = (Estimate.Bounded) estimate("{\"model\":\"m\"," + HI, offer(Flags.UNSAID), policy);
    assertThat(silent.cap()).isEqualTo(1024);
    assertThat(silent.lowered()).isFalse();
  }

  @Test
  void a_policys_most_does_not_bound_a_model_that_ignores_caps() {
    var policy = new OutputCap(OptionalLong.empty(), OptionalLong.of(1024));
    var bounded = (Estimate.Bounded) estimate("{\"model\":\"m\"," + HI, offer(HEEDLESS), policy);
    assertThat(bounded.cap()).isEqualTo(1024);
    assertThat(bounded.outputTokens()).isEqualTo(8192);
  }

  @Test
  void a_model_that_ignores_caps_is_bounded_by_its_longest_answer() {
    var bounded = bounded("{\"model\":\"m\",\"max_tokens\":10," + HI, offer(HEEDLESS));
    assertThat(bounded.outputTokens()).isEqualTo(8192);
    assertThat(bounded.cap()).isEqualTo(10);
  }

  @Test
  void a_prediction_is_bounded_as_output() {
    String prediction = "{\"type\":\"content\",\"content\":\"abc\"}";
    var bounded =
        bounded(
            "{\"model\":\"m\",\"max_tokens\":10,\"prediction\":" + prediction + "," + HI,
            offer(Flags.UNSAID));
    assertThat(bounded.outputTokens()).isEqualTo(10 + prediction.length());
  }

  @Test
  void no_prompt_is_longer_than_the_context() {
    String body = "{\"model\":\"m\",\"x\":\"" + "a".repeat(200_000) + "\"}";
    assertThat(bounded(body, offer(Flags.UNSAID)).inputTokens()).isEqualTo(128_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"service_tier\":\"priority\"",
        "\"service_tier\":\"scale\"",
        "\"web_search_options\":{}",
        "\"messages\":[{\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://a.example/a.png\"}}]}]",
        "\"messages\":[{\"content\":[{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"AA\"}}]}]",
        "\"messages\":[{\"content\":[{\"type\":\"file\",\"file\":{\"file_id\":\"f\"}}]}]"
      })
  void what_the_card_does_not_price_cannot_be_bounded(String field) {
    var estimate = estimate("{\"model\":\"m\"," + field + "}", offer(Flags.UNSAID));
    assertThat(estimate).isInstanceOf(Estimate.Unboundable.class);
    assertThat(((Estimate.Unboundable) estimate).field())
        .isEqualTo(field.substring(1, field.indexOf('"', 1)));
  }

  private Estimate.Bounded bounded(String body, Offer offer) {
    return (Estimate.Bounded) estimate(body, offer);
  }

  private Estimate estimate(String body, Offer offer) {
    return estimate(body, offer, OutputCap.NONE);
  }

  private Estimate estimate(String body, Offer offer, OutputCap policy) {
    Prompt prompt =
        ((Reading.Understood) new Intake().read("", body.getBytes(StandardCharsets.UTF_8)))
            .prompt();
    return estimator.estimate(prompt, offer, policy, NOON, LATER);
  }

  private static Offer offer(Flags flags) {
    var prices =
        new ModelPrices(
            Map.of(Meter.INPUT, BigDecimal.ONE, Meter.OUTPUT, BigDecimal.valueOf(4)),
            Optional.of(128_000L),
            Optional.of(8192L));
    var settings =
        new ProviderSettings(
            "house",
            Optional.of("openai"),
            Optional.of(URI.create("http://127.0.0.1:1/v1")),
            Optional.of("none"),
            Map.of("m", prices),
            flags,
            Map.of(),
            Timeouts.DEFAULT);
    var catalogue = new Catalogue(PriceBook.shipped(), List.of(settings));
    return ((Resolution.Found) catalogue.resolve("house/m")).offer();
  }
}
