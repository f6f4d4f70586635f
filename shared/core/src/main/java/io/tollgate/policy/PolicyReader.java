package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.attribution.ScopeKind;
import io.tollgate.json.Section;
import io.tollgate.json.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Reads the list of policies, and holds them to each other. Of one file; not to be used twice.
final class PolicyReader {
  /// Every kind of policy that the list may have.
  static final List<Form> FORMS =
      List.of(
          Budget.FORM,
          RateLimit.FORM,
          Concurrency.FORM,
          ModelAccess.FORM,
          ProviderAccess.FORM,
          UsageSchedule.FORM,
          OutputTokens.FORM,
          LoopBreaker.FORM,
          RequiredAttribution.FORM,
          UnknownFields.FORM);

  private final Claims claims = new Claims();

  List<Policy> read(Section root) {
    List<Policy> policies = new ArrayList<>();
    for (Section section : root.sections("policies")) {
      policy(section).filter(policy -> claims.take(policy, section)).ifPresent(policies::add);
    }
    UnknownFields.ofRoot(root).filter(all -> claims.take(all, root)).ifPresent(policies::add);
    return policies;
  }

  private static Optional<Policy> policy(Section section) {
    List<Form> forms = FORMS.stream().filter(form -> form.fits(section)).toList();
    return switch (forms.size()) {
      case 0 -> unknown(section);
      case 1 -> policy(section, forms.getFirst());
      default -> {
        section.wrong("a policy is one thing, this one is " + String.join(" and ", kinds(section)));
        yield Optional.empty();
      }
    };
  }

  private static Optional<Policy> policy(Section section, Form form) {
    Optional<Draft> draft = form.read(section);
    Optional<Target> of = target(section).filter(target -> isOf(target, form, section));
    return draft.flatMap(read ->
        of.flatMap(target -> id(section, read.kind(), target).map(id -> read.named(id, target))));
  }

  private static List<String> kinds(Section section) {
    return words().stream().filter(section::has).toList();
  }

  private static List<String> words() {
    return FORMS.stream().flatMap(form -> form.words().stream()).toList();
  }

  private static Optional<Policy> unknown(Section section) {
    Optional<String> meant =
        section.names().stream()
            .filter(name -> FORMS.stream().noneMatch(form -> form.fields().now().contains(name)))
            .flatMap(name -> Spelling.nearest(name, words()).stream())
            .findFirst();
    section.wrong(
        "a policy has one of `" + String.join("`, `", words()) + "`" + Spelling.hint(meant));
    return Optional.empty();
  }

  private static Optional<Target> target(Section section) {
    if (!section.has("of")) {
      section.wrong("a policy needs `of`: `workspace`, `each <scope>` or `<scope>/<name>`");
    }
    return section.read("of", Target::parse);
  }

  private static boolean isOf(Target target, Form form, Section section) {
    if (form.scopes().contains(target.kind())) {
      return true;
    }
    String scopes =
        form.scopes().stream().sorted().map(ScopeKind::word).collect(Collectors.joining(", "));
    section.wrong(
        "of",
        "`"
            + form.words().getFirst()
            + "` is `of: each <scope>` or `<scope>/<name>` of these scopes alone: "
            + scopes);
    return false;
  }

  private static Optional<String> id(Section section, String kind, Target of) {
    return section.has("id") ? section.read("id", Names::check) : Optional.of(kind + ":" + of);
  }
}
