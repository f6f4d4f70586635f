package io.tollgate.proxy.intake;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/// Takes the value at which a parser stands, if it is what its field needs.
final class Values {
  private final JsonParser json;

  Values(JsonParser json) {
    this.json = json;
  }

  void array(Field field) throws Misfit {
    if (json.currentToken() != JsonToken.START_ARRAY) {
      throw new Misfit(field.word(), "`" + field.word() + "` must be an array.");
    }
  }

  String text(Field field, int longest) throws IOException, Misfit {
    String text = json.currentToken() == JsonToken.VALUE_STRING ? json.getText() : "";
    if (text.isBlank()
        || text.length() > longest
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new Misfit(
          field.word(),
          "`" + field.word() + "` must be a string of 1 to " + longest + " characters.");
    }
    return text;
  }

  boolean bool(String path) throws Misfit {
    if (!json.currentToken().isBoolean()) {
      throw new Misfit(path, "`" + path + "` must be true or false.");
    }
    return json.currentToken() == JsonToken.VALUE_TRUE;
  }

  OptionalLong cap(Field field) throws IOException, Misfit {
    return OptionalLong.of(number(field, Integer.MAX_VALUE));
  }

  long number(Field field, int most) throws IOException, Misfit {
    if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
        || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
        || json.getLongValue() < 1
        || json.getLongValue() > most) {
      throw new Misfit(
          field.word(), "`" + field.word() + "` must be a whole number from 1 to " + most + ".");
    }
    return json.getLongValue();
  }
}
