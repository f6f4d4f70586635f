package io.tollgate.json;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;

/// Reads YAML, or JSON, into nodes. Anchors, aliases and tags are refused: a few lines of them can
/// stand for gigabytes.
public final class NodeReader {
  /// Ten thousand members with policies of their own take about two million.
  private static final int LARGEST = 4_000_000;

  private static final int DEEPEST = 24;

  // JSON may be indented by tabs, which YAML forbids.
  private static final Pattern JSON = Pattern.compile("\\s*\\{\\s*[\"}]");

  private NodeReader() {}

  /// What became of the document.
  public sealed interface Result {}

  /// @param root of the document
  public record Read(Node root) implements Result {}

  /// @param fault why there is no document
  public record Unreadable(Fault fault) implements Result {}

  public static Result read(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      return new Unreadable(
          new Fault(1, "", "the document is larger than " + LARGEST + " bytes; nobody means that"));
    }
    try (JsonParser parser = parser(text)) {
      JsonToken first = parser.nextToken();
      // `null` is what a tool prints that found nothing; taken for a file it would lift every
      // limit.
      if (first == null || first == JsonToken.VALUE_NULL) {
        return new Unreadable(new Fault(1, "", "the document is empty"));
      }
      Node root = node(parser, 1);
      if (parser.nextToken() != null) {
        throw new Refused(line(parser), "a second document begins here; only one is read");
      }
      return new Read(root);
    } catch (Refused e) {
      return new Unreadable(e.fault);
    } catch (JacksonException e) {
      JsonLocation at = e.getLocation();
      int line = at == null ? 1 : Math.max(1, at.getLineNr());
      return new Unreadable(new Fault(line, "", "the document cannot be read: " + firstLine(e)));
    } catch (IOException e) {
      throw new IllegalStateException("reading a text from memory failed", e);
    }
  }

  private static JsonParser parser(String text) throws IOException {
    if (JSON.matcher(text).lookingAt()) {
      return new JsonFactory().createParser(text);
    }
    var options = new LoaderOptions();
    options.setCodePointLimit(LARGEST);
    return YAMLFactory.builder()
        .loaderOptions(options)
        .enable(YAMLParser.Feature.EMPTY_STRING_AS_NULL)
        .build()
        .createParser(text);
  }

  private static Node node(JsonParser parser, int depth) throws IOException {
    int line = line(parser);
    if (depth > DEEPEST) {
      throw new Refused(line, "the document is nested deeper than " + DEEPEST + " levels");
    }
    refuseReferences(parser, line);
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> fields(parser, line, depth);
      case START_ARRAY -> elements(parser, line, depth);
      case VALUE_STRING -> new Node.Scalar(line, Node.Scalar.Kind.TEXT, parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          new Node.Scalar(line, Node.Scalar.Kind.NUMBER, parser.getText());
      case VALUE_TRUE, VALUE_FALSE ->
          new Node.Scalar(line, Node.Scalar.Kind.BOOLEAN, parser.getText());
      case VALUE_NULL -> new Node.Scalar(line, Node.Scalar.Kind.NOTHING, "");
      default -> throw new IllegalStateException("no value begins with " + token);
    };
  }

  private static Node fields(JsonParser parser, int line, int depth) throws IOException {
    List<Node.Field> fields = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      int fieldLine = line(parser);
      refuseReferences(parser, fieldLine);
      String name = parser.currentName();
      parser.nextToken();
      fields.add(new Node.Field(fieldLine, name, node(parser, depth + 1)));
    }
    return new Node.Fields(line, fields);
  }

  private static Node elements(JsonParser parser, int line, int depth) throws IOException {
    List<Node> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      elements.add(node(parser, depth + 1));
    }
    return new Node.Elements(line, elements);
  }

  private static void refuseReferences(JsonParser parser, int line) throws IOException {
    if (parser instanceof YAMLParser yaml) {
      if (yaml.isCurrentAlias() || yaml.getObjectId() != null) {
        throw new Refused(
            line, "anchors (&) and aliases (*) are not allowed; write the value again");
      }
      if (yaml.getTypeId() != null) {
        throw new Refused(line, "tags (!) are not allowed; write the value without one");
      }
    }
  }

  private static int line(JsonParser parser) {
    return Math.max(1, parser.currentTokenLocation().getLineNr());
  }

  private static String firstLine(JacksonException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("no reason is known");
  }

  /// Ends the reading of a document that parses but that we do not take.
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient Fault fault;

    private Refused(int line, String why) {
      super(why);
      fault = new Fault(line, "", why);
    }
  }
}
