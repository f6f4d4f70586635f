package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.json.Section;
import io.tollgate.json.Spelling;
import io.tollgate.json.Vocabulary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Reads departments, members and agents, and holds them to each other.
final class DirectoryReader {
  private static final Vocabulary DEPARTMENT = Vocabulary.of("name", "cost_center", "suspended");
  private static final Vocabulary MEMBER = Vocabulary.of("department", "email", "suspended");
  private static final Vocabulary AGENT = Vocabulary.of("department", "owner", "suspended");

  private final Section root;

  DirectoryReader(Section root) {
    this.root = root;
  }

  Directory read() {
    Map<String, Directory.Department> departments =
        all("departments", DEPARTMENT, DirectoryReader::department);
    Map<String, Directory.Member> members =
        all("members", MEMBER, member -> member(member, departments));
    Map<String, Directory.Agent> agents =
        all("agents", AGENT, agent -> agent(agent, departments, members));
    return new Directory(departments, members, agents);
  }

  private <T> Map<String, T> all(String field, Vocabulary vocabulary, Function<Section, T> reader) {
    Map<String, T> all = new LinkedHashMap<>();
    Section section = root.section(field);
    for (String id : section.names()) {
      checkName(section, id);
      all.put(id, reader.apply(section.section(id).check(vocabulary)));
    }
    return all;
  }

  private static void checkName(Section section, String id) {
    try {
      Names.check(id);
    } catch (IllegalArgumentException e) {
      section.wrong(id, "this cannot be an id: " + e.getMessage());
    }
  }

  private static Directory.Department department(Section section) {
    return new Directory.Department(
        section.text("name"), section.text("cost_center"), isSuspended(section));
  }

  private static Directory.Member member(
      Section section, Map<String, Directory.Department> departments) {
    return new Directory.Member(
        known(section, "department", departments.keySet()),
        section.text("email"),
        isSuspended(section));
  }

  private static Directory.Agent agent(
      Section section,
      Map<String, Directory.Department> departments,
      Map<String, Directory.Member> members) {
    return new Directory.Agent(
        known(section, "department", departments.keySet()),
        known(section, "owner", members.keySet()),
        isSuspended(section));
  }

  private static boolean isSuspended(Section section) {
    return section.flag("suspended").orElse(false);
  }

  private static Optional<String> known(Section section, String field, Collection<String> ids) {
    return section.read(
        field,
        id -> {
          if (!ids.contains(id)) {
            throw new IllegalArgumentException(
                "the file has no '" + id + "'" + Spelling.hint(Spelling.nearest(id, ids)));
          }
          return id;
        });
  }
}
