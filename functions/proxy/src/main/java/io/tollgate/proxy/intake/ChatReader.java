package io.tollgate.proxy.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Reads one body from front to back and types the fields of {@link Field}.
final class ChatReader {
  private static final int DEEPEST = 128;
  private static final int LONGEST_NUMBER = 100;
  private static final int LONGEST_MODEL = 256;
  private static final int MOST_CHOICES = 128;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          // Names come from callers; interned ones would never be forgotten.
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(DEEPEST)
                  .maxNumberLength(LONGEST_NUMBER)
                  .build())
          .build();

  private final byte[] body;
  private final JsonParser json;
  private final Map<Field, Place> places = new EnumMap<>(Field.class);
  private final MediaCount media;
  private final Values values;

  private String model = "";
  private boolean stream;
  private boolean wantsUsage;
  private OptionalLong maxTokens = OptionalLong.empty();
  private OptionalLong maxCompletionTokens = OptionalLong.empty();
  private int choices = 1;
  private String serviceTier = "";
  private long predictionBytes;
  private boolean tools;
  private @Nullable String costly;
  private String unknownField = "";

  private ChatReader(byte[] body, JsonParser json) {
    this.body = body;
    this.json = json;
    media = new MediaCount(body, json);
    values = new Values(json);
  }

  static Prompt read(byte[] body, long textTokens) throws Misfit {
    try (JsonParser json = JSON.createParser(body)) {
      return new ChatReader(body, json).read(textTokens);
    } catch (StreamConstraintsException e) {
      throw new Misfit(
          "",
          "The body is JSON beyond what is read: nested deeper than "
              + DEEPEST
              + " levels, or with a number of more than "
              + LONGEST_NUMBER
              + " digits.");
    } catch (JsonProcessingException e) {
      throw new Misfit("", "The body is not JSON: it goes wrong at byte " + offset(e) + ".");
    } catch (IOException e) {
      throw new UncheckedIOException("reading an array in memory failed", e);
    }
  }

  private static long offset(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getByteOffset());
  }

  private Prompt read(long textTokens) throws IOException, Misfit {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new Misfit("", "The body is not a JSON object.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      topLevel(json.currentName());
    }
    if (json.nextToken() != null) {
      throw new Misfit("", "Something follows the JSON object of the body.");
    }
    if (model.isEmpty()) {
      throw new Misfit(
          "model", "The request names no model; set `model` to one of GET /v1/models.");
    }
    return new Prompt(
        body,
        model,
        stream,
        wantsUsage,
        maxTokens,
        maxCompletionTokens,
        choices,
        serviceTier,
        predictionBytes,
        media.media(),
        tools,
        Optional.ofNullable(costly),
        unknownField,
        textTokens,
        Collections.unmodifiableMap(places));
  }

  private void topLevel(String name) throws IOException, Misfit {
    Field field = field(name, "");
    if (field == null || !field.isTopLevel()) {
      if (unknownField.isEmpty() && !OtherFields.know(name)) {
        unknownField = OtherFields.shown(name);
      }
      json.nextToken();
      json.skipChildren();
      return;
    }
    int start = (int) json.currentTokenLocation().getByteOffset();
    JsonToken token = json.nextToken();
    int value = (int) json.currentTokenLocation().getByteOffset();
    if (token != JsonToken.VALUE_NULL) {
      take(field, token);
    }
    json.finishToken();
    int end = (int) json.currentLocation().getByteOffset();
    if (field == Field.PREDICTION && token != JsonToken.VALUE_NULL) {
      predictionBytes = (long) end - value;
    }
    places.put(field, new Place(start, value, end, token == JsonToken.VALUE_NULL));
  }

  private @Nullable Field field(String name, String prefix) throws Misfit {
    Field field = Field.ofWord(name);
    if (field == null) {
      Field meant = Field.ofWord(name.toLowerCase(Locale.ROOT));
      if (meant != null) {
        throw new Misfit(
            prefix + meant.word(),
            "A field is spelt like `"
                + prefix
                + meant.word()
                + "` but in another case; some servers would heed it.");
      }
      return null;
    }
    if (places.containsKey(field)) {
      throw new Misfit(
          prefix + field.word(), "The field `" + prefix + field.word() + "` stands there twice.");
    }
    return field;
  }

  private void take(Field field, JsonToken token) throws IOException, Misfit {
    switch (field) {
      case MODEL -> model = values.text(field, LONGEST_MODEL);
      case MESSAGES -> {
        values.array(field);
        media.count();
      }
      case STREAM -> stream = values.bool(field.word());
      case STREAM_OPTIONS -> streamOptions(token);
      case MAX_TOKENS -> maxTokens = values.cap(field);
      case MAX_COMPLETION_TOKENS -> maxCompletionTokens = values.cap(field);
      case N -> choices = (int) values.number(field, MOST_CHOICES);
      case SERVICE_TIER -> serviceTier = values.text(field, 64);
      case MODALITIES -> modalities();
      case TOOLS -> tools();
      case FUNCTIONS -> {
        tools = true;
        json.skipChildren();
      }
      case BEST_OF -> {
        if (values.number(field, MOST_CHOICES) > 1) {
          costly(field);
        }
      }
      case PREDICTION -> json.skipChildren();
      case INCLUDE_USAGE -> throw new IllegalStateException("include_usage is not at the top");
      case AUDIO,
          WEB_SEARCH_OPTIONS,
          SEARCH_PARAMETERS,
          SEARCH_SETTINGS,
          ENABLE_SEARCH,
          WEB_SEARCH,
          PLUGINS,
          MODELS,
          EXTRA_BODY -> {
        if (token != JsonToken.VALUE_FALSE) {
          costly(field);
        }
        json.skipChildren();
      }
    }
  }

  private void streamOptions(JsonToken token) throws IOException, Misfit {
    if (token != JsonToken.START_OBJECT) {
      throw new Misfit("stream_options", "`stream_options` must be an object.");
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      if (field(json.currentName(), "stream_options.") != Field.INCLUDE_USAGE) {
        json.nextToken();
        json.skipChildren();
        continue;
      }
      int start = (int) json.currentTokenLocation().getByteOffset();
      JsonToken answer = json.nextToken();
      int value = (int) json.currentTokenLocation().getByteOffset();
      boolean isNull = answer == JsonToken.VALUE_NULL;
      wantsUsage = !isNull && values.bool("stream_options.include_usage");
      int end = (int) json.currentLocation().getByteOffset();
      places.put(Field.INCLUDE_USAGE, new Place(start, value, end, isNull));
    }
  }

  private void modalities() throws IOException, Misfit {
    values.array(Field.MODALITIES);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (!json.currentToken().isScalarValue()) {
        throw new Misfit("modalities", "`modalities` must be an array of strings.");
      }
      if (!json.getText().equals("text")) {
        costly(Field.MODALITIES);
      }
    }
  }

  /// Functions cost what their descriptions weigh. Any other tool is run by the provider, as often
  /// as the model likes.
  private void tools() throws IOException, Misfit {
    values.array(Field.TOOLS);
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.START_OBJECT) {
        throw new Misfit("tools", "`tools` must be an array of objects.");
      }
      tools = true;
      boolean ours = false;
      while (json.nextToken() != JsonToken.END_OBJECT) {
        boolean type = json.currentName().equals("type");
        JsonToken value = json.nextToken();
        if (type && value == JsonToken.VALUE_STRING) {
          ours = json.getText().equals("function") || json.getText().equals("custom");
        }
        json.skipChildren();
      }
      if (!ours) {
        costly(Field.TOOLS);
      }
    }
  }

  private void costly(Field field) {
    if (costly == null) {
      costly = field.word();
    }
  }
}
