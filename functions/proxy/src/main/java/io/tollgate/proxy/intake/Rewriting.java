package io.tollgate.proxy.intake;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Changes to a body, spliced into its bytes by offset: what nobody changed leaves as it came. Not
/// safe for use by several threads.
public final class Rewriting {
  private final Prompt prompt;
  private final List<Splice> splices = new ArrayList<>(4);
  private final StringBuilder added = new StringBuilder();

  /// @param from offset of the first byte that goes
  /// @param to offset behind the last byte that goes
  private record Splice(int from, int to, String with) {}

  public Rewriting(Prompt prompt) {
    this.prompt = prompt;
  }

  public Rewriting model(String name) {
    return name.equals(prompt.model()) ? this : set(Field.MODEL, quoted(name));
  }

  /// Sets the output cap in the one field that the provider heeds, whichever the caller used; where
  /// the caller used both, lowers what is above it, since servers differ on which they heed.
  ///
  /// @param field {@link Field#MAX_TOKENS} or {@link Field#MAX_COMPLETION_TOKENS}
  public Rewriting cap(Field field, long tokens) {
    if (prompt.maxTokens().isPresent() && prompt.maxCompletionTokens().isPresent()) {
      lower(Field.MAX_TOKENS, prompt.maxTokens().getAsLong(), tokens);
      lower(Field.MAX_COMPLETION_TOKENS, prompt.maxCompletionTokens().getAsLong(), tokens);
      return this;
    }
    Field other = field == Field.MAX_TOKENS ? Field.MAX_COMPLETION_TOKENS : Field.MAX_TOKENS;
    Place theirs = prompt.places().get(other);
    if (theirs == null || theirs.isNull() || prompt.places().containsKey(field)) {
      return set(field, Long.toString(tokens));
    }
    splices.add(new Splice(theirs.name(), theirs.end(), quoted(field.word()) + ":" + tokens));
    return this;
  }

  private void lower(Field field, long said, long most) {
    if (said > most) {
      set(field, Long.toString(most));
    }
  }

  /// Asks for the usage chunk of a stream.
  public Rewriting usage() {
    if (prompt.wantsUsage()) {
      return this;
    }
    Place options = prompt.places().get(Field.STREAM_OPTIONS);
    Place usage = prompt.places().get(Field.INCLUDE_USAGE);
    if (usage != null) {
      splices.add(new Splice(usage.value(), usage.end(), "true"));
      return this;
    }
    if (options == null || options.isNull()) {
      return set(Field.STREAM_OPTIONS, "{\"include_usage\":true}");
    }
    int inside = options.value() + 1;
    String comma = isEmptyObject(options) ? "" : ",";
    splices.add(new Splice(inside, inside, "\"include_usage\":true" + comma));
    return this;
  }

  public Rewriting serviceTier(String tier) {
    return set(Field.SERVICE_TIER, quoted(tier));
  }

  private boolean isEmptyObject(Place object) {
    for (int i = object.value() + 1; i < object.end() - 1; i++) {
      if (prompt.body()[i] > ' ') {
        return false;
      }
    }
    return true;
  }

  private Rewriting set(Field field, String json) {
    Place place = prompt.places().get(field);
    if (place == null) {
      added.append(quoted(field.word())).append(':').append(json).append(',');
    } else {
      splices.add(new Splice(place.value(), place.end(), json));
    }
    return this;
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /// The body with all changes.
  public byte[] body() {
    byte[] body = prompt.body();
    if (!added.isEmpty()) {
      // The object is not empty, for it names a model: a comma may follow what is put first.
      int inside = openBrace(body) + 1;
      splices.add(new Splice(inside, inside, added.toString()));
    }
    splices.sort(Comparator.comparingInt(Splice::from));
    var whole = new ByteArrayOutputStream(body.length + 128);
    int from = 0;
    for (Splice splice : splices) {
      whole.write(body, from, splice.from() - from);
      whole.writeBytes(splice.with().getBytes(StandardCharsets.UTF_8));
      from = splice.to();
    }
    whole.write(body, from, body.length - from);
    return whole.toByteArray();
  }

  private static int openBrace(byte[] body) {
    int i = 0;
    while (body[i] != '{') {
      i++;
    }
    return i;
  }
}
