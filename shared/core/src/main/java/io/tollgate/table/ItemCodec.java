package io.tollgate.table;

import java.math.BigInteger;
import java.util.ArrayList;

/// Items as bytes, for files and for the items in memory that rest. The spelling is frozen (a test
/// pins it):
///
/// the format's version (1), the number of attributes, and for each its name and its value. A name
/// is a string. A value is a tag and what it says: 0 a whole number of at most 64 bits (zigzag), 1
/// a longer one (two's complement), 2 a string. A string is a varint `2 * length` and its UTF-8
/// bytes.
///
/// With a lexicon, which only memory has, a string may be a varint `2 * code + 1`, and a value may
/// have tag 3: the parts of a JSON text between its fields, their number first.
public final class ItemCodec {
  private static final int VERSION = 1;
  private static final int SMALL = 0;
  private static final int BIG = 1;
  private static final int TEXT = 2;
  private static final int FIELDS = 3;

  // Between the fields of a JSON object, as our writers spell it.
  private static final String FIELD = ",\"";

  private final Lexicon lexicon;

  public ItemCodec(Lexicon lexicon) {
    this.lexicon = lexicon;
  }

  public byte[] encode(Item item) {
    return encode(new byte[0], item);
  }

  /// @param head bytes that stand before the item
  public byte[] encode(byte[] head, Item item) {
    var packer = new Packer(lexicon);
    packer.bytes(head);
    packer.octet(VERSION);
    packer.varint(item.size());
    for (int i = 0; i < item.size(); i++) {
      packer.string(item.name(i));
      switch (item.value(i)) {
        case Text text when lexicon.knowsFields() && text.text().contains(FIELD) -> {
          packer.octet(FIELDS);
          packer.parts(text.text(), FIELD);
        }
        case Text text -> {
          packer.octet(TEXT);
          packer.string(text.text());
        }
        case Num number when number.fitsLong() -> {
          packer.octet(SMALL);
          long small = number.asLong();
          packer.varint((small << 1) ^ (small >> 63));
        }
        case Num number -> {
          packer.octet(BIG);
          byte[] bytes = number.exact().toByteArray();
          packer.varint(bytes.length);
          packer.bytes(bytes);
        }
      }
    }
    return packer.toBytes();
  }

  /// @param from where the item starts in the bytes
  /// @throws IllegalStateException if the bytes were not written by this class
  public Item decode(byte[] bytes, int from) {
    var unpacker = new Unpacker(bytes, from, lexicon);
    int version = unpacker.octet();
    if (version != VERSION) {
      throw new IllegalStateException(
          "a stored item of format %d; this Tollgate reads format %d".formatted(version, VERSION));
    }
    int size = (int) unpacker.varint();
    var names = new ArrayList<String>(size);
    var values = new ArrayList<Value>(size);
    for (int i = 0; i < size; i++) {
      names.add(unpacker.string());
      values.add(value(unpacker));
    }
    return Item.of(names, values);
  }

  private static Value value(Unpacker unpacker) {
    int tag = unpacker.octet();
    return switch (tag) {
      case SMALL -> {
        long zigzag = unpacker.varint();
        yield Num.of((zigzag >>> 1) ^ -(zigzag & 1));
      }
      case BIG -> Num.of(new BigInteger(unpacker.bytes((int) unpacker.varint())));
      case TEXT -> new Text(unpacker.string());
      case FIELDS -> new Text(unpacker.parts(FIELD));
      default -> throw new IllegalStateException("a stored value of the unknown kind " + tag);
    };
  }
}
