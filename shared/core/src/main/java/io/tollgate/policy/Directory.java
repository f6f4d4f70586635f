package io.tollgate.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Who there is: departments, members and agents, by id, in the order of the file.
///
/// An agent may also simply appear by header; so may a member of a key that is not here.
public record Directory(
    Map<String, Department> departments, Map<String, Member> members, Map<String, Agent> agents) {
  public static final Directory EMPTY = new Directory(Map.of(), Map.of(), Map.of());

  public Directory {
    departments = ordered(departments);
    members = ordered(members);
    agents = ordered(agents);
  }

  // Map.copyOf forgets the order, and the first member of the file gets the first key.
  private static <T> Map<String, T> ordered(Map<String, T> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /// @param name for people
  /// @param costCenter as the organisation's accounting knows it
  /// @param suspended whether nothing of it is let through
  public record Department(Optional<String> name, Optional<String> costCenter, boolean suspended) {}

  /// @param suspended whether nothing of theirs is let through
  public record Member(Optional<String> department, Optional<String> email, boolean suspended) {}

  /// @param department counts only where neither the key nor the member has one
  /// @param owner the member that its calls are charged to, unless the key says another
  /// @param suspended whether nothing of it is let through
  public record Agent(Optional<String> department, Optional<String> owner, boolean suspended) {}

  /// The member who owns an agent, if the file says so.
  public Optional<String> ownerOf(String agent) {
    Agent found = agents.get(agent);
    return found == null ? Optional.empty() : found.owner();
  }

  public Optional<String> departmentOfMember(String member) {
    Member found = members.get(member);
    return found == null ? Optional.empty() : found.department();
  }

  public Optional<String> departmentOfAgent(String agent) {
    Agent found = agents.get(agent);
    return found == null ? Optional.empty() : found.department();
  }
}
