import java.lang.classfile.Attributes;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.NestMembersAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Gives one class's lambdas classes that are loaded like any other, in the place of those that the
/// JVM makes while it runs: docs/decisions/0032.
final class Lambdas {
  private record Maker(ClassDesc owner, String method) {}

  private final ClassFile format;
  private final ClassModel model;
  private final Map<Shape, LambdaClass> classes = new LinkedHashMap<>();

  /// By the instruction's place in the table of constants: the same lambda twice has one.
  private final Map<Integer, Maker> makers = new HashMap<>();

  Lambdas(ClassFile format, byte[] bytes) {
    this.format = format;
    this.model = format.parse(bytes);
    for (MethodModel method : model.methods()) {
      method.code().ifPresent(code -> code.elementStream().forEach(this::look));
    }
  }

  private void look(CodeElement element) {
    if (element instanceof InvokeDynamicInstruction call
        && !makers.containsKey(call.invokedynamic().index())) {
      LambdaSite.of(call).ifPresent(site -> makers.put(call.invokedynamic().index(), maker(site)));
    }
  }

  private Maker maker(LambdaSite site) {
    LambdaClass of =
        classes.computeIfAbsent(site.shape(), shape -> new LambdaClass(next(), shape, host()));
    return new Maker(of.name(), of.add(site));
  }

  private ClassDesc next() {
    return ClassDesc.ofInternalName(
        model.thisClass().asInternalName() + "$$Lambda" + classes.size());
  }

  boolean areNone() {
    return makers.isEmpty();
  }

  Collection<LambdaClass> classes() {
    return classes.values();
  }

  /// The class whose nest the new ones have to belong to.
  ClassDesc host() {
    return model
        .findAttribute(Attributes.nestHost())
        .map(nest -> nest.nestHost().asSymbol())
        .orElse(model.thisClass().asSymbol());
  }

  /// The class, calling the new ones.
  byte[] rewritten() {
    return format.transformClass(
        model,
        ClassTransform.transformingMethodBodies(
                (code, element) -> {
                  if (element instanceof InvokeDynamicInstruction call
                      && makers.get(call.invokedynamic().index()) instanceof Maker maker) {
                    code.invokestatic(maker.owner(), maker.method(), call.typeSymbol());
                  } else {
                    code.with(element);
                  }
                })
            .andThen(Lambdas::withNests));
  }

  /// Nests are Java 11's, and the AWS SDK is compiled for Java 8.
  private static void withNests(ClassBuilder type, ClassElement element) {
    if (element instanceof ClassFileVersion version) {
      type.withVersion(Math.max(version.majorVersion(), ClassFile.JAVA_11_VERSION), 0);
    } else {
      type.with(element);
    }
  }

  /// A host, with these beside whom it hosts already.
  static byte[] hosting(ClassFile format, byte[] host, List<ClassDesc> more) {
    ClassModel model = format.parse(host);
    var members = new ArrayList<ClassDesc>();
    model
        .findAttribute(Attributes.nestMembers())
        .ifPresent(
            nest -> nest.nestMembers().stream().map(ClassEntry::asSymbol).forEach(members::add));
    members.addAll(more);
    return format.transformClass(
        model,
        ClassTransform.dropping(NestMembersAttribute.class::isInstance)
            .andThen(Lambdas::withNests)
            .andThen(
                ClassTransform.endHandler(
                    type -> type.with(NestMembersAttribute.ofSymbols(members)))));
  }
}
