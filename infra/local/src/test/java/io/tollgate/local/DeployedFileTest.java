package io.tollgate.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.catalog.ProviderSettings;
import io.tollgate.policy.Configuration;
import io.tollgate.policy.ConfigurationFile;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DeployedFileTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final URI DEMO = URI.create("http://127.0.0.1:9/v1");

  private static Configuration read(String text) {
    return ((ConfigurationFile.Parsed) ConfigurationFile.read(text, NOW)).configuration();
  }

  private static DeployedFile deployed(String text, Map<String, String> environment) {
    return DeployedFile.of(
        text, read(text), new LocalProviders(environment, DEMO, Optional.empty()));
  }

  private static ProviderSettings provider(DeployedFile file, String id) {
    return read(file.text()).providers().stream()
        .filter(provider -> provider.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void all_but_the_providers_stays_as_it_was_written() {
    String text =
        """
        organisation: 0815
        timezone: Europe/Berlin
        departments: {research: {name: "Research: and more", cost_center: "4711"}}
        members: {ada: {department: research}, "7": {}}
        providers:
          house:
            base_url: "https://llm.example.com/v1"
            credential: "env:HOUSE"
            honours_cap: false
            timeouts: {idle: 30s}
            prices: {m: {input: 0.123456789012, output: 10, context: 128000}}
        policies:
          - {budget: monthly, of: member/7, limit_usd: 0.10}
          - {rate: 600/min, of: each key}
        """;
    Configuration before = read(text);
    DeployedFile file = deployed(text, Map.of("HOUSE", "sk-house"));
    Configuration after = read(file.text());
    assertThat(after.organisation()).isEqualTo(before.organisation());
    assertThat(after.directory()).isEqualTo(before.directory());
    assertThat(after.policies()).usingRecursiveComparison().isEqualTo(before.policies());
    ProviderSettings house = provider(file, "house");
    assertThat(house.credential()).contains("secret:tollgate/providers#house");
    assertThat(house)
        .usingRecursiveComparison()
        .ignoringFields("credential")
        .isEqualTo(before.providers().getFirst());
    assertThat(file.secrets())
        .containsExactly(Map.entry("tollgate/providers", "{\"house\":\"sk-house\"}"));
  }

  @Test
  void a_secret_that_the_file_names_holds_what_the_environment_has() {
    String text = "providers: {openai: {credential: \"secret:acme/keys#openai\"}}\n";
    DeployedFile file = deployed(text, Map.of("OPENAI_API_KEY", "sk-real"));
    assertThat(provider(file, "openai").baseUrl()).isEmpty();
    assertThat(provider(file, "openai").credential()).contains("secret:acme/keys#openai");
    assertThat(file.secrets()).containsExactly(Map.entry("acme/keys", "{\"openai\":\"sk-real\"}"));
    assertThat(file.toString()).doesNotContain("sk-real");
  }

  @Test
  void a_provider_without_a_key_is_played_by_the_demo() {
    DeployedFile file = deployed("providers: {openai: {credential: \"secret:k\"}}\n", Map.of());
    assertThat(provider(file, "openai").baseUrl()).contains(DEMO);
    assertThat(file.secrets()).containsExactly(Map.entry("k", "demo"));
  }

  @Test
  void a_file_without_providers_has_every_one_of_the_catalogue() {
    DeployedFile file = deployed("organisation: acme\n", Map.of());
    assertThat(provider(file, "openai").baseUrl()).contains(DEMO);
    assertThat(read(file.text()).providers()).hasSizeGreaterThan(3);
  }

  @Test
  void a_provider_that_needs_no_key_gets_none() {
    DeployedFile file =
        deployed(
            "providers: {house: {base_url: \"http://h:1/v1\", credential: none,"
                + " prices: {m: {input: 1, output: 2}}}}\n",
            Map.of());
    assertThat(provider(file, "house").credential()).contains("none");
    assertThat(provider(file, "house").baseUrl()).contains(URI.create("http://h:1/v1"));
    assertThat(file.secrets()).isEmpty();
  }
}
