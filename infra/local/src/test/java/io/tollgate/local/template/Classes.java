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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Our classes on the class path, as byte code, read when they are asked for.
final class Classes {
  private static final String OURS = "io/tollgate/";

  /// Types whose methods a runtime calls in no way of interest here.
  private static final Set<String> PLAIN =
      Set.of(
          "java/lang/Object",
          "java/lang/Record",
          "java/lang/Enum",
          "java/lang/Exception",
          "java/lang/RuntimeException",
          "java/io/IOException");

  private final Map<String, Type> read = new HashMap<>();

  /// What is asked of a class a thousand times: kept, since to find it in byte code takes seconds.
  ///
  /// @param methods by what byte code calls them
  /// @param parents its superclass and its interfaces, if it is ours
  /// @param ancestors its parents, theirs, and so on
  private record Type(
      Map<Reach.Method, MethodModel> methods, List<String> parents, Set<String> ancestors) {
    static final Type MISSING = new Type(Map.of(), List.of(), Set.of());
  }

  private Type type(String name) {
    Type known = read.get(name);
    if (known == null) {
      known = load(name).map(model -> type(name, model)).orElse(Type.MISSING);
      read.put(name, known);
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

  private Type type(String name, ClassModel model) {
    var methods = new LinkedHashMap<Reach.Method, MethodModel>();
    for (MethodModel method : model.methods()) {
      methods.put(
          new Reach.Method(
              name, method.methodName().stringValue(), method.methodType().stringValue()),
          method);
    }
    List<String> parents = name.startsWith(OURS) ? parents(model) : List.of();
    var ancestors = new HashSet<>(parents);
    parents.forEach(parent -> ancestors.addAll(type(parent).ancestors()));
    return new Type(methods, parents, ancestors);
  }

  private static List<String> parents(ClassModel model) {
    return Stream.concat(model.superclass().stream(), model.interfaces().stream())
        .map(parent -> parent.asInternalName())
        .toList();
  }

  Set<Reach.Method> methods(String type) {
    return type(type).methods().keySet();
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
    return type(method.owner()).parents().stream()
        .map(parent -> declared(new Reach.Method(parent, method.name(), method.descriptor())))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private Optional<MethodModel> find(Reach.Method method) {
    return Optional.ofNullable(type(method.owner()).methods().get(method));
  }

  boolean isA(String type, String other) {
    return type.equals(other) || type(type).ancestors().contains(other);
  }

  /// Whether it is something that code which is not ours knows how to call.
  boolean isCalledByOthers(String type) {
    return type(type).ancestors().stream()
        .anyMatch(ancestor -> !ancestor.startsWith(OURS) && !PLAIN.contains(ancestor));
  }
}
