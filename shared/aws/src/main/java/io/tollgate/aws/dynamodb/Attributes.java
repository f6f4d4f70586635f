package io.tollgate.aws.dynamodb;

import io.tollgate.table.InvalidWrite;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Num;
import io.tollgate.table.Row;
import io.tollgate.table.Text;
import io.tollgate.table.Value;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Our items and values as the SDK's, and back. The key attributes stand in the SDK's items only.
final class Attributes {
  static final String PK = "pk";
  static final String SK = "sk";

  private Attributes() {}

  static AttributeValue of(Value value) {
    return switch (value) {
      case Num number -> AttributeValue.fromN(number.toString());
      case Text(String text) -> AttributeValue.fromS(text);
    };
  }

  static Map<String, AttributeValue> of(Key key) {
    return Map.of(PK, AttributeValue.fromS(key.pk()), SK, AttributeValue.fromS(key.sk()));
  }

  /// @throws InvalidWrite if the item names a key attribute
  static Map<String, AttributeValue> of(Key key, Item item) {
    var attributes = HashMap.<String, AttributeValue>newHashMap(item.size() + 2);
    for (int i = 0; i < item.size(); i++) {
      attributes.put(item.name(i), of(item.value(i)));
    }
    if (attributes.containsKey(PK) || attributes.containsKey(SK)) {
      throw new InvalidWrite(
          "An item names pk or sk among its attributes; they are its key's names.");
    }
    attributes.putAll(of(key));
    return attributes;
  }

  static Item item(Map<String, AttributeValue> attributes) {
    var item = Item.builder();
    attributes.forEach((name, value) -> {
      if (!name.equals(PK) && !name.equals(SK)) {
        item.set(name, value(name, value));
      }
    });
    return item.build();
  }

  static Key key(Map<String, AttributeValue> attributes) {
    return new Key(text(attributes, PK), text(attributes, SK));
  }

  static Row row(Map<String, AttributeValue> attributes) {
    return new Row(key(attributes), item(attributes));
  }

  static String text(Map<String, AttributeValue> attributes, String name) {
    var value = attributes.get(name);
    if (value == null || value.s() == null) {
      throw new IllegalStateException("The store answered without the text " + name + ".");
    }
    return value.s();
  }

  private static Value value(String name, AttributeValue value) {
    return switch (value.type()) {
      case S -> new Text(value.s());
      case N -> Num.of(new BigDecimal(value.n()).toBigIntegerExact());
      case SS, NS, BS, B, M, L, BOOL, NUL, UNKNOWN_TO_SDK_VERSION ->
          throw new IllegalStateException(
              "Attribute "
                  + name
                  + " is of type "
                  + value.type()
                  + "; Tollgate writes only N and S.");
    };
  }
}
