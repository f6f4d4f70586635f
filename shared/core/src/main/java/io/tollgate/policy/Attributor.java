package io.tollgate.policy;

import io.tollgate.attribution.Attribution;
import io.tollgate.attribution.Dimension;
import io.tollgate.key.Choice;
import io.tollgate.key.VirtualKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Names whom a call is for, from its key, the directory and its headers. Pure.
///
/// Member: the key's, else the agent's owner. Department: the key's, else the member's, else the
/// agent's. Agent and feature: the key's pin, else the header, else (agent) the session if the key
/// says so. What stays empty is `unallocated`. Then every header must have become what it says, and
/// be allowed: nobody is overheard.
public final class Attributor {
  private final VirtualKey key;
  private final Directory directory;
  private final Map<NamingHeader, String> said;

  private Attributor(VirtualKey key, Directory directory, Map<NamingHeader, String> said) {
    this.key = key;
    this.directory = directory;
    this.said = said;
  }

  /// What became of it.
  public sealed interface Result {}

  public record Attributed(Attribution attribution) implements Result {}

  /// A header sets a dimension that its key may not (403, `attribution_not_allowed`).
  ///
  /// @param why a sentence
  public record NotAllowed(Dimension dimension, String value, String why) implements Result {}

  /// The key requires a dimension, and nobody named it (400, `attribution_required`).
  ///
  /// @param why a sentence
  /// @param attribution what was named; enough to say what the key may call
  public record Missing(Dimension dimension, String why, Attribution attribution)
      implements Result {}

  /// A header's value is no name (400, `invalid_request`).
  ///
  /// @param why a sentence
  public record BadHeader(String header, String why) implements Result {}

  /// @param headers the value of a header by its name in lower case
  public static Result attribute(
      VirtualKey key, Directory directory, Function<String, Optional<String>> headers) {
    Map<NamingHeader, String> said = new EnumMap<>(NamingHeader.class);
    for (NamingHeader header : NamingHeader.values()) {
      for (NamingHeader.Spelling name : header.names()) {
        Optional<String> value = headers.apply(name.lower());
        if (value.isPresent() && !said.containsKey(header)) {
          switch (HeaderValue.read(value.get())) {
            case HeaderValue.Name(String text) -> said.put(header, text);
            case HeaderValue.Bad(String why) -> {
              return new BadHeader(
                  name.shown(), "The header " + name.shown() + " is no name: " + why);
            }
          }
        }
      }
    }
    return new Attributor(key, directory, said).judge();
  }

  private Result judge() {
    Attribution attribution = attribution();
    for (Dimension dimension : Dimension.values()) {
      String value = attribution.of(dimension);
      String wanted = said(NamingHeader.of(dimension)).orElse(value);
      if (!wanted.equals(value) || !allows(dimension, value)) {
        return notAllowed(dimension, wanted);
      }
      if (key.require().contains(dimension) && value.equals(Dimension.UNALLOCATED)) {
        return missing(dimension, attribution);
      }
    }
    return new Attributed(attribution);
  }

  private Attribution attribution() {
    Optional<String> agent =
        key.agent().pin().or(() -> said(NamingHeader.AGENT)).or(this::agentFromSession);
    Optional<String> feature = key.feature().pin().or(() -> said(NamingHeader.FEATURE));
    Optional<String> member = key.member().or(() -> agent.flatMap(directory::ownerOf));
    Optional<String> department =
        key.department()
            .or(() -> member.flatMap(directory::departmentOfMember))
            .or(() -> agent.flatMap(directory::departmentOfAgent));
    return new Attribution(
        member.orElse(Dimension.UNALLOCATED),
        agent.orElse(Dimension.UNALLOCATED),
        department.orElse(Dimension.UNALLOCATED),
        feature.orElse(Dimension.UNALLOCATED),
        key.id(),
        said(NamingHeader.SESSION));
  }

  private Optional<String> agentFromSession() {
    return key.agentFromSession() ? said(NamingHeader.SESSION) : Optional.empty();
  }

  private Optional<String> said(NamingHeader header) {
    return Optional.ofNullable(said.get(header));
  }

  private boolean allows(Dimension dimension, String value) {
    Choice choice =
        switch (dimension) {
          case AGENT -> key.agent();
          case FEATURE -> key.feature();
          case MEMBER, DEPARTMENT -> Choice.any();
        };
    // Saying nothing is allowed to every key that does not require the dimension.
    return choice.allows(value) || value.equals(Dimension.UNALLOCATED);
  }

  private NotAllowed notAllowed(Dimension dimension, String value) {
    String why =
        "The key '" + key.name() + "' may not set the " + dimension.word() + " to '" + value + "'.";
    return new NotAllowed(dimension, value, why);
  }

  private Missing missing(Dimension dimension, Attribution attribution) {
    String why =
        "The key '" + key.name() + "' requires a " + dimension.word() + ", and none was named.";
    return new Missing(dimension, why, attribution);
  }
}
