package io.tollgate.key;

import io.tollgate.attribution.Dimension;
import io.tollgate.attribution.Names;
import io.tollgate.json.Fault;
import io.tollgate.json.Faults;
import io.tollgate.json.NodeReader;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// What somebody asks of a key: the body of `POST /admin/v1/keys`, or of `PATCH` where it exists.
public final class KeyForm {
  private static final List<String> NAMES =
      List.of(
          "name",
          "member",
          "agent",
          "department",
          "agents",
          "feature",
          "features",
          "require",
          "agent_from_session",
          "expires_at",
          "budget_status",
          "suspended");

  private static final Vocabulary OF_A_NEW_KEY =
      Vocabulary.of(NAMES.toArray(String[]::new)).later("policies");

  private static final Vocabulary OF_A_CHANGE =
      Vocabulary.of(Stream.concat(NAMES.stream(), Stream.of("disabled")).toArray(String[]::new))
          .later("policies");

  private static final int ID_BYTES = 10;

  private final Section fields;

  private KeyForm(Section fields) {
    this.fields = fields;
  }

  /// What became of the form of a new key.
  public sealed interface Result {}

  /// What became of the form of a change.
  public sealed interface Revision {}

  /// The key as the form wants it; not stored yet.
  public record Revised(VirtualKey key) implements Revision {}

  /// A key that is not stored yet, with the only copy of its secret.
  public record Issued(VirtualKey key, KeySecret secret) implements Result {}

  /// No key was made, and none changed.
  ///
  /// @param faults at least one
  public record Faulty(List<Fault> faults) implements Result, Revision {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// Reads a form and draws the key that it asks for.
  ///
  /// @param json the body
  /// @param random must not be guessable: a `SecureRandom`, except in tests
  public static Result issue(String json, RandomGenerator random, Instant now) {
    return switch (NodeReader.read(json)) {
      case NodeReader.Unreadable(Fault fault) -> new Faulty(List.of(fault));
      case NodeReader.Read read -> {
        var faults = new Faults();
        var form = new KeyForm(Section.of(read.root(), "", faults).check(OF_A_NEW_KEY));
        byte[] id = new byte[ID_BYTES];
        random.nextBytes(id);
        VirtualKey key = form.key("key_" + Base32.encode(id), now);
        yield faults.none()
            ? new Issued(key, KeySecret.draw(KeySecret.Kind.VIRTUAL, random))
            : new Faulty(faults.all());
      }
    };
  }

  private VirtualKey key(String id, Instant now) {
    if (!fields.has("name")) {
      fields.wrong("name", "a key needs a `name`");
    }
    return new VirtualKey(
        id,
        name("name").orElse(id),
        name("member"),
        name("department"),
        choice("agent", "agents"),
        choice("feature", "features"),
        require(),
        fields.flag("agent_from_session").orElse(false),
        fields.read("expires_at", text -> after(now, text)),
        fields.read("budget_status", KeyForm::status).orElse(BudgetStatus.PAYMENT_REQUIRED),
        false,
        fields.flag("suspended").orElse(false),
        now);
  }

  /// Reads a form and changes in a key what it names; `null` takes away what a key need not have.
  ///
  /// @param json the body
  /// @param key as it stands
  public static Revision revise(String json, VirtualKey key, Instant now) {
    return switch (NodeReader.read(json)) {
      case NodeReader.Unreadable(Fault fault) -> new Faulty(List.of(fault));
      case NodeReader.Read read -> {
        var faults = new Faults();
        var form = new KeyForm(Section.of(read.root(), "", faults).check(OF_A_CHANGE));
        VirtualKey revised = form.revised(key, now);
        yield faults.none() ? new Revised(revised) : new Faulty(faults.all());
      }
    };
  }

  private VirtualKey revised(VirtualKey key, Instant now) {
    return new VirtualKey(
        key.id(),
        name("name").orElse(key.name()),
        revised("member", key.member(), Names::check),
        revised("department", key.department(), Names::check),
        revised(key.agent(), "agent", "agents"),
        revised(key.feature(), "feature", "features"),
        fields.has("require") ? require() : key.require(),
        fields.flag("agent_from_session").orElse(key.agentFromSession()),
        revised("expires_at", key.expiresAt(), text -> after(now, text)),
        fields.read("budget_status", KeyForm::status).orElse(key.budgetStatus()),
        fields.flag("disabled").orElse(key.disabled()),
        fields.flag("suspended").orElse(key.suspended()),
        key.createdAt());
  }

  private <T> Optional<T> revised(String field, Optional<T> before, Function<String, T> reader) {
    if (!fields.has(field)) {
      return before;
    }
    return fields.isNothing(field) ? Optional.empty() : fields.read(field, reader);
  }

  private Choice revised(Choice before, String pin, String list) {
    if (!fields.has(pin) && !fields.has(list)) {
      return before;
    }
    boolean isLifted = Stream.of(pin, list).filter(fields::has).allMatch(fields::isNothing);
    return isLifted ? Choice.any() : choice(pin, list);
  }

  private Optional<String> name(String field) {
    return fields.read(field, Names::check);
  }

  private Choice choice(String pin, String list) {
    if (fields.has(pin) && fields.has(list)) {
      fields.wrong(list, "`" + pin + "` pins one value, so `" + list + "` would allow nothing");
    }
    if (fields.has(pin)) {
      return name(pin).<Choice>map(Choice.Pinned::new).orElse(Choice.any());
    }
    // `any` is the default and may be said.
    if (!fields.has(list) || fields.isText(list, "any")) {
      return Choice.any();
    }
    List<String> names = fields.texts(list);
    if (names.isEmpty()) {
      fields.wrong(list, "`" + list + "` allows nothing; leave it out to allow any");
    }
    for (String name : names) {
      try {
        Names.check(name);
      } catch (IllegalArgumentException e) {
        fields.wrong(list, "`" + list + "`: " + e.getMessage());
      }
    }
    return new Choice.OneOf(names);
  }

  private Set<Dimension> require() {
    Set<Dimension> required = EnumSet.noneOf(Dimension.class);
    for (String word : fields.texts("require")) {
      Arrays.stream(Dimension.values())
          .filter(dimension -> dimension.word().equals(word))
          .findFirst()
          .ifPresentOrElse(
              required::add,
              () ->
                  fields.wrong(
                      "require",
                      "'" + word + "' is none of member, agent, department and feature"));
    }
    return required;
  }

  private static Instant after(Instant now, String text) {
    Instant at = Instant.parse(text);
    if (!at.isAfter(now)) {
      throw new IllegalArgumentException(text + " has passed already");
    }
    return at;
  }

  private static BudgetStatus status(String text) {
    return BudgetStatus.ofCode(text.equals("402") ? 402 : text.equals("429") ? 429 : 0)
        .orElseThrow(() -> new IllegalArgumentException("'" + text + "' is neither 402 nor 429"));
  }
}
