package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.attribution.Scope;
import io.tollgate.json.Fault;
import io.tollgate.json.Faults;
import io.tollgate.json.NodeReader;
import io.tollgate.json.Scalars;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import io.tollgate.money.Usd;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What somebody asks of a budget: the body of `POST /admin/v1/budgets/{id}/raise`.
public final class RaiseForm {
  private static final String ADD = "add_usd";
  private static final String LIMIT = "limit_usd";

  private static final Vocabulary FIELDS = Vocabulary.of(ADD, LIMIT, "until", "reason", "scope");

  /// What is to last longer is no raise but a limit, and belongs into the file.
  private static final Duration LONGEST = Duration.ofDays(366);

  /// In UTF-16 units.
  private static final int LONGEST_REASON = 200;

  private RaiseForm() {}

  /// What became of the form.
  public sealed interface Result {}

  /// A raise of whichever policy.
  ///
  /// @param owner whose limit alone; empty for that of all whom the policy speaks of
  /// @param until its end, which is not part of it
  public record Wanted(Optional<Scope> owner, Raise.Size size, Instant until, String reason)
      implements Result {}

  /// The form is not valid.
  ///
  /// @param faults at least one
  public record Faulty(List<Fault> faults) implements Result {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// @param json the body
  /// @param now the store's time
  public static Result read(String json, Instant now) {
    return switch (NodeReader.read(json)) {
      case NodeReader.Unreadable(Fault fault) -> new Faulty(List.of(fault));
      case NodeReader.Read read -> {
        var faults = new Faults();
        Section fields = Section.of(read.root(), "", faults).check(FIELDS);
        Optional<Raise.Size> size = size(fields);
        Optional<Instant> until = needed(fields, "until").read("until", text -> until(text, now));
        Optional<String> reason = needed(fields, "reason").read("reason", RaiseForm::reason);
        Optional<Scope> owner = fields.read("scope", RaiseForm::owner);
        yield faults.none()
            ? new Wanted(owner, size.orElseThrow(), until.orElseThrow(), reason.orElseThrow())
            : new Faulty(faults.all());
      }
    };
  }

  private static Section needed(Section fields, String field) {
    if (!fields.has(field)) {
      fields.wrong(field, "a raise needs `" + field + "`");
    }
    return fields;
  }

  private static Optional<Raise.Size> size(Section fields) {
    if (fields.has(ADD) == fields.has(LIMIT)) {
      fields.wrong(LIMIT, "a raise needs one of `" + LIMIT + "` and `" + ADD + "`");
      return Optional.empty();
    }
    return fields.has(ADD)
        ? fields.read(ADD, RaiseForm::more).map(Raise.Size.By::new)
        : fields.read(LIMIT, Budget::limit).map(Raise.Size.To::new);
  }

  private static Usd more(String text) {
    if (Scalars.decimal(text).signum() <= 0) {
      throw new IllegalArgumentException(text + " raises nothing; it is to be more than 0");
    }
    return Budget.limit(text);
  }

  private static Instant until(String text, Instant now) {
    Instant until = Instant.parse(text);
    if (!until.isAfter(now)) {
      throw new IllegalArgumentException(text + " has passed already; it is " + now + " now");
    }
    if (until.isAfter(now.plus(LONGEST))) {
      throw new IllegalArgumentException(
          text + " is more than a year away; put the new limit into the file");
    }
    return until;
  }

  private static String reason(String text) {
    String reason = text.strip();
    if (reason.isEmpty()) {
      throw new IllegalArgumentException("say in a few words why");
    }
    if (reason.length() > LONGEST_REASON) {
      throw new IllegalArgumentException(
          "a reason of " + reason.length() + " characters is longer than " + LONGEST_REASON);
    }
    if (!Names.isOneLine(reason)) {
      throw new IllegalArgumentException("a reason is one line without control characters");
    }
    return reason;
  }

  private static Scope owner(String text) {
    if (Target.parse(text) instanceof Target.One(Scope scope)) {
      return scope;
    }
    throw new IllegalArgumentException(
        "'" + text + "' is many; name one owner, such as member/ada, or leave it out for all");
  }
}
