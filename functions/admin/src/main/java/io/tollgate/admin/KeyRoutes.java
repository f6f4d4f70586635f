package io.tollgate.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.attribution.Dimension;
import io.tollgate.json.Fault;
import io.tollgate.key.Choice;
import io.tollgate.key.KeyForm;
import io.tollgate.key.KeyStore;
import io.tollgate.key.VirtualKey;
import io.tollgate.ledger.Calendar;
import io.tollgate.policy.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// `/admin/v1/keys`: makes, shows, changes and deletes virtual keys. A secret is shown once, when
/// it is made.
final class KeyRoutes {
  private static final int USUAL = 100;
  private static final int MOST = 1_000;

  /// Changes of one key are rare, so whoever was faster is done after a few tries.
  private static final int TRIES = 8;

  private final KeyStore keys;
  private final RandomGenerator random;

  /// @param random must not be guessable
  KeyRoutes(KeyStore keys, RandomGenerator random) {
    this.keys = keys;
    this.random = random;
  }

  Answer create(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    return switch (KeyForm.issue(ask.body(), random, ask.now())) {
      case KeyForm.Faulty(List<Fault> faults) -> Problem.invalid(faults);
      case KeyForm.Issued issued -> create(issued, ask);
    };
  }

  private Answer create(KeyForm.Issued issued, Ask ask) {
    List<Fault> strangers =
        strangers(issued.key().member(), issued.key().department(), directory(ask));
    if (!strangers.isEmpty()) {
      return Problem.invalid(strangers);
    }
    try {
      keys.create(issued.key(), issued.secret().hash());
    } catch (IllegalStateException e) {
      return Problem.CONFLICT.answer("another key has the id that was drawn; ask again");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("id", issued.key().id()).put("key", issued.secret().reveal());
    return Answer.created(body.setAll(json(issued.key(), ask)));
  }

  /// Whom the key names and the configuration does not: most likely a slip of the pen, and money
  /// would be charged to it. A configuration without members or departments knows none to compare.
  private static List<Fault> strangers(
      Optional<String> member, Optional<String> department, Directory directory) {
    var faults = new ArrayList<Fault>();
    member.ifPresent(name -> check("member", name, directory.members(), faults));
    department.ifPresent(name -> check("department", name, directory.departments(), faults));
    return faults;
  }

  private static void check(String field, String name, Map<String, ?> known, List<Fault> faults) {
    if (!known.isEmpty() && !known.containsKey(name)) {
      faults.add(
          new Fault(
              0,
              field,
              "there is no %s '%s' in the configuration; add it under `%ss:` first"
                  .formatted(field, name, field)));
    }
  }

  /// Changes what the form names. Of two changes at once neither undoes the other: the slower one
  /// is made to what the faster one left.
  Answer change(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    for (int i = 0; i < TRIES; i++) {
      Optional<VirtualKey> before = keys.get(ask.id());
      if (before.isEmpty()) {
        return unknown(ask);
      }
      switch (KeyForm.revise(ask.body(), before.get(), ask.now())) {
        case KeyForm.Faulty(List<Fault> faults) -> {
          return Problem.invalid(faults);
        }
        case KeyForm.Revised(VirtualKey after) -> {
          List<Fault> strangers = newStrangers(before.get(), after, ask);
          if (!strangers.isEmpty()) {
            return Problem.invalid(strangers);
          }
          if (after.equals(before.get()) || keys.replace(before.get(), after)) {
            return Answer.ok(json(after, ask));
          }
        }
      }
    }
    return Problem.CONFLICT.answer("others change this key all the time; ask again");
  }

  // A key may outlive its member in the file, and must be suspended then like any other.
  private static List<Fault> newStrangers(VirtualKey before, VirtualKey after, Ask ask) {
    return strangers(
        after.member().filter(name -> !before.member().equals(Optional.of(name))),
        after.department().filter(name -> !before.department().equals(Optional.of(name))),
        directory(ask));
  }

  private static Directory directory(Ask ask) {
    return ask.configuration().directory();
  }

  Answer list(Ask ask) {
    int limit = ask.parameters().limit(USUAL, MOST);
    String after = ask.parameters().text("after").orElse("");
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    List<VirtualKey> rest =
        keys.list().stream().filter(key -> key.id().compareTo(after) > 0).toList();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    ArrayNode data = body.putArray("data");
    rest.stream().limit(limit).forEach(key -> data.add(json(key, ask)));
    if (rest.size() > limit) {
      body.put("next", rest.get(limit - 1).id());
    }
    return Answer.ok(body);
  }

  Answer show(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    return keys.get(ask.id()).map(key -> Answer.ok(json(key, ask))).orElseGet(() -> unknown(ask));
  }

  Answer delete(Ask ask) {
    if (!ask.parameters().faults().isEmpty()) {
      return Problem.invalid(ask.parameters().faults());
    }
    if (!keys.delete(ask.id())) {
      return unknown(ask);
    }
    return Answer.ok(
        JsonNodeFactory.instance.objectNode().put("id", ask.id()).put("deleted", true));
  }

  private static Answer unknown(Ask ask) {
    return Problem.NOT_FOUND.answer("there is no key '" + ask.id() + "'");
  }

  private static ObjectNode json(VirtualKey key, Ask ask) {
    Calendar calendar = ask.configuration().calendar();
    ObjectNode json =
        JsonNodeFactory.instance.objectNode().put("id", key.id()).put("name", key.name());
    key.member().ifPresent(member -> json.put("member", member));
    department(key, ask.configuration().directory())
        .ifPresent(department -> json.put("department", department));
    put(json, "agent", key.agent());
    put(json, "feature", key.feature());
    if (!key.require().isEmpty()) {
      ArrayNode require = json.putArray("require");
      key.require().stream().sorted().map(Dimension::word).forEach(require::add);
    }
    if (key.agentFromSession()) {
      json.put("agent_from_session", true);
    }
    key.expiresAt().ifPresent(at -> json.put("expires_at", Times.text(at, calendar)));
    return json.put("budget_status", key.budgetStatus().code())
        .put("disabled", key.disabled())
        .put("suspended", key.suspended())
        .put("created_at", Times.text(key.createdAt(), calendar));
  }

  /// The one that its calls are charged to: its own, else its member's.
  private static Optional<String> department(VirtualKey key, Directory directory) {
    return key.department().or(() -> key.member().flatMap(directory::departmentOfMember));
  }

  private static void put(ObjectNode json, String field, Choice choice) {
    switch (choice) {
      case Choice.Any any -> {}
      case Choice.Pinned(String name) -> json.put(field, name);
      case Choice.OneOf(List<String> names) -> names.forEach(json.putArray(field + "s")::add);
    }
  }
}
