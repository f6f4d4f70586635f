package io.tollgate.proxy.intake;

import io.tollgate.proxy.intake.Reading.Cause;
import io.tollgate.proxy.intake.Reading.Rejected;
import io.tollgate.proxy.intake.Reading.Understood;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/// Step 3 of a call: body → {@link Prompt}.
public final class Intake {
  /// Lambda's event is at most 6 MB, and uploads are base64 inside it.
  public static final int LARGEST_BODY = 4_500_000;

  /// @param encoding the request's `content-encoding`, empty if it has none
  /// @param body as it came
  public Reading read(String encoding, byte[] body) {
    if (body.length > LARGEST_BODY) {
      return tooLarge();
    }
    return switch (encoding.trim().toLowerCase(Locale.ROOT)) {
      case "", "identity" -> parse(body);
      case "gzip", "x-gzip" -> unzip(body);
      default ->
          new Rejected(
              Cause.ENCODING,
              "",
              "The body's content-encoding is not supported; send it as gzip or as it is.");
    };
  }

  private Reading unzip(byte[] body) {
    try (var in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] plain = in.readNBytes(LARGEST_BODY + 1);
      return plain.length > LARGEST_BODY ? tooLarge() : parse(plain);
    } catch (IOException e) {
      return invalid("The body's content-encoding says gzip, but the body is not gzip.");
    }
  }

  private static Reading parse(byte[] body) {
    if (body.length == 0) {
      return invalid("The request has no body; send a JSON object with a model and messages.");
    }
    for (byte b : body) {
      if (b == 0) {
        return invalid("The body contains a NUL byte; send JSON in UTF-8.");
      }
    }
    OptionalLong tokens = TextBound.tokens(body);
    if (tokens.isEmpty()) {
      return invalid("The body is not UTF-8; send JSON in UTF-8.");
    }
    try {
      return new Understood(ChatReader.read(body, tokens.getAsLong()));
    } catch (Misfit e) {
      return new Rejected(Cause.INVALID, e.field(), e.sentence());
    }
  }

  private static Reading invalid(String sentence) {
    return new Rejected(Cause.INVALID, "", sentence);
  }

  private static Reading tooLarge() {
    return new Rejected(
        Cause.TOO_LARGE,
        "",
        "The body is larger than " + LARGEST_BODY + " bytes, the most that a request may be.");
  }
}
