package io.tollgate.proxy.dialect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.tollgate.catalog.Offer;
import io.tollgate.proxy.intake.Field;
import io.tollgate.proxy.intake.Prompt;
import io.tollgate.proxy.intake.Rewriting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// `POST /chat/completions`, as OpenAI and the many who do alike speak it.
public final class OpenAiChat implements Dialect {
  private static final JsonFactory JSON = new JsonFactory();
  private static final String OPENAI = "openai";

  @Override
  public String path() {
    return "/chat/completions";
  }

  @Override
  public byte[] body(Prompt prompt, Offer offer, long cap) {
    var rewriting = new Rewriting(prompt).model(offer.upstreamModel()).cap(capField(offer), cap);
    if (prompt.stream()) {
      rewriting.usage();
    }
    if (pinsTier(prompt, offer)) {
      // At OpenAI `auto`, and nothing too, means what the project's settings say, which may be
      // twice as dear.
      rewriting.serviceTier("default");
    }
    return rewriting.body();
  }

  /// Whether the standard tier is asked for in the caller's name.
  public static boolean pinsTier(Prompt prompt, Offer offer) {
    return offer.provider().id().equals(OPENAI)
        && (prompt.serviceTier().isEmpty() || prompt.serviceTier().equals("auto"));
  }

  private static Field capField(Offer offer) {
    return offer.provider().outputCap().equals(Field.MAX_COMPLETION_TOKENS.word())
        ? Field.MAX_COMPLETION_TOKENS
        : Field.MAX_TOKENS;
  }

  @Override
  public Relay relay(boolean wantsUsage, Price price) {
    return new ChatRelay(wantsUsage, price);
  }

  @Override
  public Answer read(byte[] body, int length) {
    return AnswerReader.read(body, 0, length);
  }

  @Override
  public byte[] error(ErrorBody error) {
    var bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeObjectFieldStart("error");
      json.writeStringField("message", error.message());
      json.writeStringField("type", error.type());
      if (error.param().isEmpty()) {
        json.writeNullField("param");
      } else {
        json.writeStringField("param", error.param());
      }
      json.writeStringField("code", error.code());
      json.writeObjectFieldStart("tollgate");
      for (Map.Entry<String, String> detail : error.details().entrySet()) {
        json.writeStringField(detail.getKey(), detail.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an array in memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  @Override
  public byte[] errorEvent(ErrorBody error) {
    var bytes = new ByteArrayOutputStream(512);
    // What the provider left unfinished must not swallow the event.
    bytes.writeBytes("\n\ndata: ".getBytes(StandardCharsets.US_ASCII));
    bytes.writeBytes(error(error));
    bytes.writeBytes("\n\n".getBytes(StandardCharsets.US_ASCII));
    return bytes.toByteArray();
  }
}
