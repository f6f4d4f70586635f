package io.tollgate.local;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.tollgate.catalog.PriceBook;
import io.tollgate.catalog.ProviderSettings;
import io.tollgate.json.Node;
import io.tollgate.json.Node.Field;
import io.tollgate.json.Node.Fields;
import io.tollgate.json.Node.Scalar;
import io.tollgate.json.NodeReader;
import io.tollgate.policy.Configuration;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The organisation's file as a zip carries it: each provider at the address where this machine
/// reaches it, and its key in Secrets Manager. All else stays as it was written.
///
/// @param secrets the text of each secret that the file names, by its name; never printed
record DeployedFile(String text, Map<String, String> secrets) {
  private static final String SECRET = "secret:";
  private static final String NONE = "none";

  /// The secret of the template, for keys that the file expects elsewhere.
  private static final String PROVIDERS = SECRET + "tollgate/providers#";

  DeployedFile {
    secrets = Map.copyOf(secrets);
  }

  /// @param text was accepted
  /// @param configuration what it says
  static DeployedFile of(String text, Configuration configuration, LocalProviders local) {
    Map<String, Field> written = new HashMap<>();
    Fields root = (Fields) ((NodeReader.Read) NodeReader.read(text)).root();
    List<Field> all = new ArrayList<>();
    for (Field field : root.fields()) {
      if (!field.name().equals("providers")) {
        all.add(field);
      } else if (field.value() instanceof Fields providers) {
        providers.fields().forEach(provider -> written.put(provider.name(), provider));
      }
    }
    List<ProviderSettings> settings =
        configuration.providers().isEmpty()
            ? PriceBook.shipped().everyProvider()
            : configuration.providers();
    var kept = new Kept();
    List<Field> providers = new ArrayList<>();
    for (ProviderSettings provider : settings) {
      Optional<Field> before = Optional.ofNullable(written.get(provider.id()));
      providers.add(adjusted(provider, before, local, kept));
    }
    all.add(new Field(1, "providers", new Fields(1, providers)));
    return new DeployedFile(yaml(new Fields(1, all)), kept.texts());
  }

  private static Field adjusted(
      ProviderSettings provider, Optional<Field> before, LocalProviders local, Kept kept) {
    String said = provider.credential().orElse("");
    // There is no other secret store here than the one this fills: from the conventional variable.
    ProviderSettings here =
        local.here(said.startsWith(SECRET) ? withoutCredential(provider) : provider);
    String reference = said.startsWith(SECRET) ? said : PROVIDERS + provider.id();
    Optional<String> key = local.credentials().find(LocalProviders.reference(here));
    key.ifPresent(value -> kept.put(reference.substring(SECRET.length()), value));
    List<Field> fields = new ArrayList<>();
    if (before.isPresent() && before.get().value() instanceof Fields old) {
      old.fields().stream()
          .filter(field -> !field.name().equals("base_url") && !field.name().equals("credential"))
          .forEach(fields::add);
    }
    here.baseUrl().ifPresent(url -> fields.add(text("base_url", url.toString())));
    fields.add(text("credential", key.isPresent() ? reference : NONE));
    return new Field(1, provider.id(), new Fields(1, fields));
  }

  private static ProviderSettings withoutCredential(ProviderSettings provider) {
    return new ProviderSettings(
        provider.id(),
        provider.dialect(),
        provider.baseUrl(),
        Optional.empty(),
        provider.prices(),
        provider.flags(),
        provider.modelFlags(),
        provider.timeouts());
  }

  private static Field text(String name, String value) {
    return new Field(1, name, new Scalar(1, Scalar.Kind.TEXT, value));
  }

  private static String yaml(Node root) {
    var text = new StringWriter();
    try (JsonGenerator out = new YAMLFactory().createGenerator(text)) {
      write(root, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return text.toString();
  }

  private static void write(Node node, JsonGenerator out) throws IOException {
    switch (node) {
      case Fields(int line, List<Field> fields) -> {
        out.writeStartObject();
        for (Field field : fields) {
          out.writeFieldName(field.name());
          write(field.value(), out);
        }
        out.writeEndObject();
      }
      case Node.Elements(int line, List<Node> elements) -> {
        out.writeStartArray();
        for (Node element : elements) {
          write(element, out);
        }
        out.writeEndArray();
      }
      case Scalar(int line, Scalar.Kind kind, String value) -> {
        switch (kind) {
          case TEXT -> out.writeString(value);
          // As it was written: a number here may be an exact decimal, or a name of digits.
          case NUMBER -> out.writeNumber(value);
          case BOOLEAN -> out.writeBoolean(Boolean.parseBoolean(value));
          case NOTHING -> out.writeNull();
        }
      }
    }
  }

  /// Not the secrets.
  @Override
  public String toString() {
    return "DeployedFile" + secrets.keySet();
  }

  /// Secrets as Secrets Manager keeps them: whole, or with a field for each key.
  private static final class Kept {
    private final Map<String, String> whole = new HashMap<>();
    private final Map<String, ObjectNode> fields = new HashMap<>();

    void put(String reference, String key) {
      int mark = reference.lastIndexOf('#');
      if (mark < 0) {
        whole.put(reference, key);
      } else {
        fields
            .computeIfAbsent(
                reference.substring(0, mark), name -> JsonNodeFactory.instance.objectNode())
            .put(reference.substring(mark + 1), key);
      }
    }

    Map<String, String> texts() {
      var texts = new HashMap<>(whole);
      fields.forEach((name, object) -> texts.putIfAbsent(name, object.toString()));
      return texts;
    }
  }
}
