package io.tollgate.policy;

import io.tollgate.attribution.Names;
import io.tollgate.catalog.ProviderSettings;
import io.tollgate.json.Fault;
import io.tollgate.json.Faults;
import io.tollgate.json.Node;
import io.tollgate.json.NodeReader;
import io.tollgate.json.Section;
import io.tollgate.json.Vocabulary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Reads `tollgate.yaml` to its end and says everything that is wrong in it.
public final class ConfigurationFile {
  private static final Vocabulary ROOT =
      Vocabulary.of(
              "organisation",
              "timezone",
              "departments",
              "members",
              "agents",
              "providers",
              "policies",
              "suspended",
              "unknown_fields")
          .later("routes", "alerts");

  private ConfigurationFile() {}

  /// What became of a file.
  public sealed interface Result {}

  /// The file is valid.
  public record Parsed(Configuration configuration) implements Result {}

  /// The file is not valid; nothing of it is in force.
  ///
  /// @param faults at least one, in the order of the file
  public record Faulty(List<Fault> faults) implements Result {
    public Faulty {
      faults = List.copyOf(faults);
    }
  }

  /// @param now decides only how far the calendar reaches
  public static Result read(String text, Instant now) {
    return read(text, zone -> Offsets.of(zone, now));
  }

  /// @param offsets those of a zone by its name; throws IllegalArgumentException or
  ///   DateTimeException with the reason if it may not be the organisation's
  static Result read(String text, Function<String, Offsets> offsets) {
    return switch (NodeReader.read(text)) {
      case NodeReader.Unreadable(Fault fault) -> new Faulty(List.of(fault));
      case NodeReader.Read(Node root) -> read(root, offsets);
    };
  }

  private static Result read(Node node, Function<String, Offsets> offsetsOf) {
    var faults = new Faults();
    Section root = Section.of(node, "", faults).check(ROOT);
    String organisation = root.read("organisation", Names::check).orElse("default");
    Optional<Offsets> offsets = root.readOr("timezone", "UTC", offsetsOf);
    Directory directory = new DirectoryReader(root).read();
    List<ProviderSettings> providers = ProviderReader.read(root);
    List<Policy> all = new ArrayList<>(new PolicyReader().read(root));
    all.addAll(Suspension.of(root.flag("suspended").orElse(false), directory));
    Policies policies = Policies.of(all);
    if (!faults.none() || offsets.isEmpty()) {
      return new Faulty(faults.all());
    }
    List<String> notices = Notices.of(policies, directory);
    return new Parsed(
        new Configuration(0, organisation, offsets.get(), directory, providers, policies, notices));
  }
}
