package io.tollgate.local.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Our classes on the class path, as byte code, read when they are asked for.
final class Classes {
  /// Types whose methods a runtime calls in no way of interest here.
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/Enum",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "java/io/IOException");

  private final Map<String, Optional<ClassModel>> read = new HashMap<>();

  private Optional<ClassModel> model(String type) {
    Optional<ClassModel> known = read.get(type);
    if (known == null) {
      known = load(type);
      read.put(type, known);
    }
    return known;
  }

  private static Optional<ClassModel> load(String type) {
    try (InputStream bytes = Classes.class.getClassLoader().getResourceAsStream(type + ".class")) {
      return bytes == null
          ? Optional.empty()
          : Optional.of(ClassFile.of().parse(bytes.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(type, e);
    }
  }

  List<Reach.Method> methods(String type) {
    return model(type).stream()
        .flatMap(model -> model.methods().stream())
        .map(method ->
            new Reach.Method(
                type, method.methodName().stringValue(), method.methodType().stringValue()))
        .toList();
  }

  List<Instruction> code(Reach.Method method) {
    return find(method).flatMap(MethodModel::code).stream()
        .flatMap(CodeModel::elementStream)
        .filter(Instruction.class::isInstance)
        .map(Instruction.class::cast)
        .toList();
  }

  /// The method itself, or what its type inherits under that name.
  Optional<Reach.Method> declared(Reach.Method method) {
    if (find(method).isPresent()) {
      return Optional.of(method);
    }
    return parents(method.owner())
        .map(parent -> declared(new Reach.Method(parent, method.name(), method.descriptor())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<MethodModel> find(Reach.Method method) {
    return model(method.owner()).stream()
        .flatMap(model -> model.methods().stream())
        .filter(one ->
            one.methodName().equalsString(method.name())
                && one.methodType().equalsString(method.descriptor()))
        .findFirst();
  }

  boolean isA(String type, String other) {
    return type.equals(other) || parents(type).anyMatch(parent -> isA(parent, other));
  }

  /// Whether it is something that code which is not ours knows how to call.
  boolean isCalledByOthers(String type) {
    return ancestors(type, new HashSet<>()).stream()
        .anyMatch(ancestor -> !ancestor.startsWith("io/tollgate/") && !PLAIN.contains(ancestor));
  }

  private Set<String> ancestors(String type, Set<String> found) {
    parents(type)
        .filter(found::add)
        .filter(parent -> parent.startsWith("io/tollgate/"))
        .forEach(parent -> ancestors(parent, found));
    return found;
  }

  private Stream<String> parents(String type) {
    if (!type.startsWith("io/tollgate/")) {
      return Stream.empty();
    }
    return model(type).stream()
        .flatMap(model ->
            Stream.concat(model.superclass().stream(), model.interfaces().stream())
                .map(parent -> parent.asInternalName()));
  }
}
