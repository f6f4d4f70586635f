package io.tollgate.aws.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.aws.log.Log;
import io.tollgate.json.Tree;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/// Reads secrets when they are first asked for and keeps each for at most five minutes, so that a
/// rotated one is taken up without a deployment. Safe for concurrent calls.
///
/// A secret that cannot be read is a line at ERROR that says what to do; its value is in no line.
public final class Secrets {
  /// From then on a value is asked for again; as long as nobody answers, the old one serves on up
  /// to {@link #LONGEST}.
  private static final Duration REFRESHED_AFTER = Duration.ofMinutes(4);

  private static final Duration LONGEST = Duration.ofMinutes(5);

  /// A secret that is not to be had is asked for no more often, however many calls need it.
  private static final Duration NOT_BEFORE = Duration.ofSeconds(10);

  /// A call waits for it, once in some minutes.
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Supplier<SecretsManagerClient> client;
  private final InstantSource clock;
  private final Log log;
  private final Map<Reference, Kept> kept = new ConcurrentHashMap<>();

  /// @param client asked for with each read of a secret: making one is for whoever needs one
  public Secrets(Supplier<SecretsManagerClient> client, InstantSource clock, Log log) {
    this.client = client;
    this.clock = clock;
    this.log = log;
  }

  /// A client of the account and region that the environment names.
  public static SecretsManagerClient onAws(SdkHttpClient http) {
    return SecretsManagerClient.builder()
        .httpClient(http)
        .overrideConfiguration(config -> config.apiCallAttemptTimeout(LIMIT))
        .build();
  }

  /// What was found, and how long that is good for. Never printed.
  private static final class Kept {
    private final Optional<String> value;
    private final Instant askAgain;
    private final Instant until;

    Kept(Optional<String> value, Instant askAgain, Instant until) {
      this.value = value;
      this.askAgain = askAgain;
      this.until = until;
    }
  }

  /// The value that a reference means: `secret:NAME` or `secret:NAME#field`. Empty if it is not to
  /// be had, or no such reference.
  public Optional<String> find(String reference) {
    return Reference.read(reference).flatMap(this::find);
  }

  private Optional<String> find(Reference reference) {
    Instant now = clock.instant();
    Kept known = kept.get(reference);
    if (known != null && now.isBefore(known.askAgain)) {
      return known.value;
    }
    Kept fresh = asked(reference, now, known);
    kept.put(reference, fresh);
    return fresh.value;
  }

  private Kept asked(Reference reference, Instant now, @Nullable Kept known) {
    Instant later = now.plus(NOT_BEFORE);
    try {
      return new Kept(
          Optional.of(field(reference, text(reference))),
          now.plus(REFRESHED_AFTER),
          now.plus(LONGEST));
    } catch (Missing e) {
      tell(reference, e.sentence);
      return new Kept(Optional.empty(), later, later);
    } catch (SdkException e) {
      tell(
          reference,
          "Secrets Manager does not give the secret '%s' (%s); if that lasts, look at the function's permissions"
              .formatted(reference.name(), e.getClass().getSimpleName()));
      return known != null && now.isBefore(known.until)
          ? new Kept(known.value, earlier(later, known.until), known.until)
          : new Kept(Optional.empty(), later, later);
    }
  }

  private String text(Reference reference) throws Missing {
    String text;
    try {
      text = client.get().getSecretValue(ask -> ask.secretId(reference.name())).secretString();
    } catch (ResourceNotFoundException e) {
      throw new Missing(
          "there is no secret '%s' in this region; make it, or mend its name in tollgate.yaml"
              .formatted(reference.name()));
    }
    if (text == null || text.isBlank()) {
      throw new Missing("the secret '%s' holds no text; give it one".formatted(reference.name()));
    }
    return text;
  }

  private static String field(Reference reference, String text) throws Missing {
    if (reference.field().isEmpty()) {
      return text.strip();
    }
    JsonNode field;
    try {
      field = Tree.read(text).path(reference.field());
    } catch (JsonProcessingException e) {
      // Not as the cause: a parser quotes what it could not read.
      throw new Missing(
          "the secret '%s' is no JSON object, so it has no field '%s'; make it {\"%2$s\": \"…\"}"
              .formatted(reference.name(), reference.field()));
    }
    if (!field.isTextual() || field.asText().isBlank()) {
      throw new Missing(
          "the secret '%s' has no field '%s'; add it, or name another in tollgate.yaml"
              .formatted(reference.name(), reference.field()));
    }
    return field.asText().strip();
  }

  private void tell(Reference reference, String sentence) {
    log.line(
        Log.Level.ERROR,
        "secret_unreadable",
        Map.of("secret", reference.name(), "field", reference.field(), "why", sentence));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /// Nobody gives a value to this reference.
  private static final class Missing extends Exception {
    private final String sentence;

    Missing(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }
  }
}
