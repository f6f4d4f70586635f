package io.tollgate.policy;

import io.tollgate.json.Fault;
import io.tollgate.table.Condition;
import io.tollgate.table.Item;
import io.tollgate.table.Key;
import io.tollgate.table.Table;
import io.tollgate.table.Write;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// One version of the file as the table holds it. The spelling is frozen.
///
/// Items `C#<version>`/`<hash>#<n>` for n = 0, 1, …, each a `text` of the file's next part; the
/// first also `parts`, `zone`, `shifts` and `until`, where limits are raised `raises`, and where
/// somebody put it `by` and `at`. The hash keeps two writers of one version apart until the head
/// names one of them.
///
/// @param text of the file
/// @param offsets of its calendar
/// @param raises of its limits, which belong to the version and not to the text
/// @param change who made the version; empty if it came with a start
record StoredFile(String text, Offsets offsets, Raises raises, Optional<Change> change) {
  private static final String TEXT = "text";
  private static final String PARTS = "parts";
  private static final String ZONE = "zone";
  private static final String SHIFTS = "shifts";
  private static final String UNTIL = "until";
  private static final String RAISES = "raises";
  private static final String BY = "by";
  private static final String AT = "at";

  /// In UTF-16 units, each at most three bytes: an item stays under 300 KB of the 400 that are
  /// allowed.
  private static final int PART = 100_000;

  /// Whether both say the same, whoever put them.
  boolean saysTheSameAs(StoredFile other) {
    return text.equals(other.text) && offsets.equals(other.offsets) && raises.equals(other.raises);
  }

  /// Names this text, these offsets, what is raised and who put them.
  String hash() {
    return hash(
        (raises.all().isEmpty() ? "" : RaisesJson.write(raises) + "\n")
            + change.map(one -> one.by() + " " + one.at() + "\n").orElse("")
            + offsets.spelt()
            + "\n"
            + text);
  }

  /// The first 16 hexadecimal digits of a text's SHA-256.
  static String hash(String text) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static Key key(long version, String hash, int part) {
    return new Key("C#" + version, hash + "#" + part);
  }

  /// Each only if it is not there yet (`attribute_not_exists(pk)`).
  List<Write> writes(long version) {
    String hash = hash();
    List<String> parts = parts();
    List<Write> writes = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      Item.Builder item = Item.builder().set(TEXT, parts.get(i));
      if (i == 0) {
        item.set(PARTS, parts.size())
            .set(ZONE, offsets.zone())
            .set(SHIFTS, offsets.spelt())
            .set(UNTIL, offsets.until().getEpochSecond());
        if (!raises.all().isEmpty()) {
          item.set(RAISES, RaisesJson.write(raises));
        }
        change.ifPresent(one -> item.set(BY, one.by()).set(AT, one.at().toString()));
      }
      writes.add(new Write.Put(key(version, hash, i), item.build(), new Condition.NoItem()));
    }
    return writes;
  }

  private List<String> parts() {
    List<String> parts = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = Math.min(text.length(), start + PART);
      // Half a surrogate pair could not be stored.
      if (end < text.length() && Character.isHighSurrogate(text.charAt(end - 1))) {
        end--;
      }
      parts.add(text.substring(start, end));
      start = end;
    }
    return parts;
  }

  /// @throws IllegalStateException if a part is missing
  static StoredFile read(Table table, long version, String hash) {
    Item first = part(table, version, hash, 0);
    var text = new StringBuilder(first.text(TEXT).orElse(""));
    for (int i = 1; i < first.num(PARTS).asLong(); i++) {
      text.append(part(table, version, hash, i).text(TEXT).orElse(""));
    }
    return new StoredFile(
        text.toString(),
        Offsets.parse(
            first.text(ZONE).orElse(""),
            first.text(SHIFTS).orElse(""),
            Instant.ofEpochSecond(first.num(UNTIL).asLong())),
        first.text(RAISES).map(RaisesJson::read).orElse(Raises.NONE),
        first.text(BY).map(by -> new Change(by, Instant.parse(first.text(AT).orElseThrow()))));
  }

  private static Item part(Table table, long version, String hash, int part) {
    Key key = key(version, hash, part);
    return table
        .get(key)
        .item()
        .orElseThrow(
            () -> new IllegalStateException("a part of the configuration is missing: " + key));
  }

  /// @throws IllegalStateException if this code cannot read what was stored: a newer one wrote it
  Configuration configuration(long version) {
    return switch (ConfigurationFile.read(text, zone -> offsets)) {
      case ConfigurationFile.Parsed(Configuration file) -> file.under(raises).stored(version);
      case ConfigurationFile.Faulty(List<Fault> faults) ->
          throw new IllegalStateException(
              "version " + version + " of the configuration cannot be read: " + faults.getFirst());
    };
  }
}
