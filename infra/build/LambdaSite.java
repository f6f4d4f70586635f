import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.DirectMethodHandleDesc.Kind;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One place of a class that makes an object of a lambda or of a method reference.
///
/// @param maker takes what the object keeps, and returns the interface
/// @param shape of the object
/// @param target what runs when the object is called
/// @param type of that call as the place knows it, more exact than the interface's
record LambdaSite(
    MethodTypeDesc maker, Shape shape, DirectMethodHandleDesc target, MethodTypeDesc type) {
  private static final ClassDesc FACTORY = ClassDesc.of("java.lang.invoke.LambdaMetafactory");

  /// None if the instruction is another, or if the object's method does more than to cast and to
  /// call.
  static Optional<LambdaSite> of(InvokeDynamicInstruction instruction) {
    DirectMethodHandleDesc factory = instruction.bootstrapMethod();
    // The other factory is for what can be serialized, or has several interfaces or methods.
    if (!factory.owner().equals(FACTORY) || !factory.methodName().equals("metafactory")) {
      return Optional.empty();
    }
    List<ConstantDesc> arguments = instruction.bootstrapArgs();
    MethodTypeDesc maker = instruction.typeSymbol();
    var site =
        new LambdaSite(
            maker,
            Shape.of(
                maker, instruction.name().stringValue(), (MethodTypeDesc) arguments.getFirst()),
            (DirectMethodHandleDesc) arguments.get(1),
            (MethodTypeDesc) arguments.get(2));
    return site.onlyCasts() ? Optional.of(site) : Optional.empty();
  }

  private boolean onlyCasts() {
    ClassDesc returned = shape.type().returnType();
    return !target.owner().isArray()
        && castable(given(), wanted())
        && castable(shape.type().parameterList(), type.parameterList())
        && (returned.equals(ConstantDescs.CD_void) || castable(result(), returned));
  }

  private static boolean castable(List<ClassDesc> from, List<ClassDesc> to) {
    for (int i = 0; i < from.size(); i++) {
      if (!castable(from.get(i), to.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean castable(ClassDesc from, ClassDesc to) {
    return from.equals(to) || (!from.isPrimitive() && !to.isPrimitive());
  }

  /// What the target is called with.
  private List<ClassDesc> given() {
    var given = new ArrayList<>(maker.parameterList());
    given.addAll(type.parameterList());
    return given;
  }

  /// The same, as the target declares it.
  private List<ClassDesc> wanted() {
    return target.kind() == Kind.CONSTRUCTOR
        ? declared().parameterList()
        : target.invocationType().parameterList();
  }

  private MethodTypeDesc declared() {
    return MethodTypeDesc.ofDescriptor(target.lookupDescriptor());
  }

  private ClassDesc result() {
    return target.invocationType().returnType();
  }

  /// Writes the method of the object's class, which keeps things in its fields `kept0` and on.
  void writeCall(CodeBuilder code, ClassDesc owner) {
    if (target.kind() == Kind.CONSTRUCTOR) {
      code.new_(target.owner()).dup();
    }
    List<ClassDesc> wanted = wanted();
    int number = 0;
    for (ClassDesc kept : shape.kept()) {
      code.aload(0).getfield(owner, "kept" + number, kept);
      cast(code, kept, wanted.get(number++));
    }
    for (int i = 0; i < type.parameterCount(); i++) {
      ClassDesc declared = shape.type().parameterType(i);
      code.loadLocal(TypeKind.from(declared), code.parameterSlot(i));
      cast(code, declared, type.parameterType(i));
      cast(code, type.parameterType(i), wanted.get(number++));
    }
    code.invoke(
        opcode(), target.owner(), target.methodName(), declared(), target.isOwnerInterface());
    writeReturn(code);
  }

  private Opcode opcode() {
    return switch (target.kind()) {
      case CONSTRUCTOR -> Opcode.INVOKESPECIAL;
      case STATIC, INTERFACE_STATIC -> Opcode.INVOKESTATIC;
      // Private methods too, since Java 11, where the caller belongs to the nest.
      default -> target.isOwnerInterface() ? Opcode.INVOKEINTERFACE : Opcode.INVOKEVIRTUAL;
    };
  }

  private void writeReturn(CodeBuilder code) {
    ClassDesc returned = shape.type().returnType();
    if (!returned.equals(ConstantDescs.CD_void)) {
      cast(code, result(), returned);
    } else if (TypeKind.from(result()).slotSize() == 2) {
      code.pop2();
    } else if (TypeKind.from(result()).slotSize() == 1) {
      code.pop();
    }
    code.return_(TypeKind.from(returned));
  }

  private static void cast(CodeBuilder code, ClassDesc from, ClassDesc to) {
    if (!from.equals(to) && !to.equals(ConstantDescs.CD_Object)) {
      code.checkcast(to);
    }
  }
}
