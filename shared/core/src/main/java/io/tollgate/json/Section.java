package io.tollgate.json;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// A mapping of a document, read field by field. What is wrong is noted and reading goes on.
public final class Section {
  private final int line;
  private final String path;
  private final Faults faults;
  private final Map<String, Node.Field> fields = new LinkedHashMap<>();

  private Section(int line, String path, Faults faults) {
    this.line = line;
    this.path = path;
    this.faults = faults;
  }

  /// Reads a node as a mapping; a value left empty is one without fields.
  ///
  /// @param path of the node in the document, empty for the root
  public static Section of(Node node, String path, Faults faults) {
    var section = new Section(node.line(), path, faults);
    switch (node) {
      case Node.Fields(int line, List<Node.Field> fields) -> fields.forEach(section::add);
      case Node.Scalar(int line, Node.Scalar.Kind kind, String text)
          when kind == Node.Scalar.Kind.NOTHING -> {}
      case Node.Scalar scalar -> section.wrong("fields are expected here, not a single value");
      case Node.Elements elements -> section.wrong("fields are expected here, not a list");
    }
    return section;
  }

  private void add(Node.Field field) {
    Node.Field first = fields.putIfAbsent(field.name(), field);
    if (first != null) {
      faults.note(
          field.line(),
          pathOf(field.name()),
          "`" + field.name() + "` stands here twice, first on line " + first.line());
    }
  }

  /// Notes every field that the vocabulary does not have, or has only for later.
  public Section check(Vocabulary vocabulary) {
    for (Node.Field field : fields.values()) {
      String name = field.name();
      if (!vocabulary.knows(name)) {
        String hint = Spelling.hint(vocabulary.nearest(name));
        wrong(name, "`" + name + "` is not a field that is known here" + hint);
      } else if (vocabulary.later().contains(name)) {
        wrong(name, "`" + name + "` is not supported yet by this version");
      } else if (vocabulary.onlyDefault().containsKey(name)) {
        checkDefault(name, vocabulary.onlyDefault().getOrDefault(name, ""));
      }
    }
    return this;
  }

  private void checkDefault(String name, String only) {
    String said = field(name).map(field -> flat(field.value())).orElse(only);
    if (!said.equals(only)) {
      wrong(
          name,
          "`"
              + name
              + ": "
              + said
              + "` is not supported yet by this version, only `"
              + only
              + "` is");
    }
  }

  private static String flat(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar.text();
      case Node.Elements(int line, List<Node> elements) ->
          "[" + String.join(", ", elements.stream().map(Section::flat).toList()) + "]";
      case Node.Fields fields -> "{…}";
    };
  }

  public int line() {
    return line;
  }

  public String path() {
    return path;
  }

  public boolean has(String field) {
    return fields.containsKey(field);
  }

  /// The names of its fields, in the order of the document.
  public List<String> names() {
    return List.copyOf(fields.keySet());
  }

  /// A section in this one; without fields if it is not there.
  public Section section(String field) {
    return field(field)
        .map(found -> of(found.value(), pathOf(field), faults))
        .orElseGet(() -> new Section(line, pathOf(field), faults));
  }

  /// The sections in a list.
  public List<Section> sections(String field) {
    List<Section> sections = new ArrayList<>();
    for (Node element : elements(field)) {
      sections.add(of(element, pathOf(field) + "[" + sections.size() + "]", faults));
    }
    return sections;
  }

  /// The texts in a list.
  public List<String> texts(String field) {
    List<String> texts = new ArrayList<>();
    for (Node element : elements(field)) {
      if (element instanceof Node.Scalar scalar && scalar.kind() != Node.Scalar.Kind.NOTHING) {
        texts.add(scalar.text());
      } else {
        faults.note(element.line(), pathOf(field), "`" + field + "` is a list of single values");
      }
    }
    return texts;
  }

  /// The texts in a list, or the single value that stands in its place.
  public List<String> textOrTexts(String field) {
    return field(field).filter(found -> found.value() instanceof Node.Elements).isPresent()
        ? texts(field)
        : text(field).stream().toList();
  }

  private List<Node> elements(String field) {
    Node.Field found = fields.get(field);
    if (found == null) {
      return List.of();
    }
    if (found.value() instanceof Node.Elements(int at, List<Node> elements)) {
      return elements;
    }
    wrong(field, "`" + field + "` is a list");
    return List.of();
  }

  /// The field's value as written, a number too; empty if it is not there or is no single value.
  public Optional<String> text(String field) {
    Node.Field found = fields.get(field);
    if (found == null) {
      return Optional.empty();
    }
    if (found.value() instanceof Node.Scalar scalar && scalar.kind() != Node.Scalar.Kind.NOTHING) {
      return Optional.of(scalar.text());
    }
    wrong(field, "`" + field + "` needs a single value");
    return Optional.empty();
  }

  /// Whether the field is there and empty: `null`.
  public boolean isNothing(String field) {
    return field(field)
        .filter(found ->
            found.value() instanceof Node.Scalar scalar
                && scalar.kind() == Node.Scalar.Kind.NOTHING)
        .isPresent();
  }

  /// Whether the field is there and says exactly this.
  public boolean isText(String field, String text) {
    return field(field)
        .filter(found -> found.value() instanceof Node.Scalar scalar && scalar.text().equals(text))
        .isPresent();
  }

  /// The field's value as the reader understands it.
  ///
  /// @param reader throws IllegalArgumentException or DateTimeException with the reason if it does
  ///   not
  public <T> Optional<T> read(String field, Function<String, T> reader) {
    return text(field).flatMap(text -> read(field, text, reader));
  }

  /// The same, of a default where the field is not there.
  public <T> Optional<T> readOr(String field, String usual, Function<String, T> reader) {
    return has(field) ? read(field, reader) : read(field, usual, reader);
  }

  private <T> Optional<T> read(String field, String text, Function<String, T> reader) {
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException | DateTimeException e) {
      wrong(field, "`" + field + "`: " + e.getMessage());
      return Optional.empty();
    }
  }

  public Optional<BigDecimal> decimal(String field) {
    return read(field, Scalars::decimal);
  }

  /// A whole number between two bounds, which are allowed too.
  public OptionalLong whole(String field, long least, long most) {
    return read(field, text -> Scalars.whole(text, least, most)).stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  public Optional<Boolean> flag(String field) {
    return read(field, Scalars::flag);
  }

  /// Notes that the section as a whole is wrong.
  public void wrong(String what) {
    faults.note(line, path, what);
  }

  /// Notes that a field is wrong, on the line where it stands.
  public void wrong(String field, String what) {
    int at = field(field).map(Node.Field::line).orElse(line);
    faults.note(at, pathOf(field), what);
  }

  private Optional<Node.Field> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  private String pathOf(String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
