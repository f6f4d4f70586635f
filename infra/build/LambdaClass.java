import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.classfile.attribute.NestHostAttribute;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// The class of one class's lambdas of one shape: they differ by a number.
final class LambdaClass {
  private static final int FINAL = ClassFile.ACC_PRIVATE | ClassFile.ACC_FINAL;
  private static final int CONSTANT = FINAL | ClassFile.ACC_STATIC;

  private final ClassDesc name;
  private final Shape shape;
  private final ClassDesc host;
  private final List<LambdaSite> sites = new ArrayList<>();

  /// @param host of the nest whose private members it may use
  LambdaClass(ClassDesc name, Shape shape, ClassDesc host) {
    this.name = name;
    this.shape = shape;
    this.host = host;
  }

  ClassDesc name() {
    return name;
  }

  /// @return the static method that makes the site's objects, of the type of its maker
  String add(LambdaSite site) {
    sites.add(site);
    return "make" + (sites.size() - 1);
  }

  byte[] bytes(ClassFile format) {
    return format.build(name, this::write);
  }

  private void write(ClassBuilder type) {
    type.withVersion(ClassFile.JAVA_11_VERSION, 0)
        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER | ClassFile.ACC_SYNTHETIC)
        .withInterfaceSymbols(shape.is())
        .with(NestHostAttribute.of(host))
        .withField("number", ConstantDescs.CD_int, FINAL);
    for (int i = 0; i < shape.kept().size(); i++) {
      type.withField("kept" + i, shape.kept().get(i), FINAL);
    }
    type.withMethodBody(
        ConstantDescs.INIT_NAME, constructor(), ClassFile.ACC_PRIVATE, this::writeConstructor);
    writeMakers(type);
    type.withMethodBody(shape.method(), shape.type(), ClassFile.ACC_PUBLIC, this::writeMethod);
  }

  private MethodTypeDesc constructor() {
    return MethodTypeDesc.of(ConstantDescs.CD_void, shape.kept())
        .insertParameterTypes(0, ConstantDescs.CD_int);
  }

  private void writeConstructor(CodeBuilder code) {
    code.aload(0)
        .invokespecial(ConstantDescs.CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void);
    code.aload(0).iload(1).putfield(name, "number", ConstantDescs.CD_int);
    for (int i = 0; i < shape.kept().size(); i++) {
      ClassDesc kept = shape.kept().get(i);
      code.aload(0)
          .loadLocal(TypeKind.from(kept), code.parameterSlot(i + 1))
          .putfield(name, "kept" + i, kept);
    }
    code.return_();
  }

  /// What keeps nothing is made once, as the JVM itself does.
  private void writeMakers(ClassBuilder type) {
    boolean once = shape.kept().isEmpty();
    for (int i = 0; i < sites.size(); i++) {
      int number = i;
      if (once) {
        type.withField("made" + number, shape.is(), CONSTANT);
      }
      type.withMethodBody(
          "make" + number,
          sites.get(number).maker(),
          ClassFile.ACC_STATIC,
          code -> {
            if (once) {
              code.getstatic(name, "made" + number, shape.is());
            } else {
              writeNew(code, number);
            }
            code.areturn();
          });
    }
    if (once) {
      type.withMethodBody(
          ConstantDescs.CLASS_INIT_NAME,
          ConstantDescs.MTD_void,
          ClassFile.ACC_STATIC,
          this::writeConstants);
    }
  }

  private void writeConstants(CodeBuilder code) {
    for (int number = 0; number < sites.size(); number++) {
      writeNew(code, number);
      code.putstatic(name, "made" + number, shape.is());
    }
    code.return_();
  }

  private void writeNew(CodeBuilder code, int number) {
    code.new_(name).dup().loadConstant(number);
    for (int i = 0; i < shape.kept().size(); i++) {
      code.loadLocal(TypeKind.from(shape.kept().get(i)), code.parameterSlot(i));
    }
    code.invokespecial(name, ConstantDescs.INIT_NAME, constructor());
  }

  private void writeMethod(CodeBuilder code) {
    if (sites.size() > 1) {
      var others = new ArrayList<SwitchCase>();
      for (int number = 1; number < sites.size(); number++) {
        others.add(SwitchCase.of(number, code.newLabel()));
      }
      Label first = code.newLabel();
      code.aload(0).getfield(name, "number", ConstantDescs.CD_int);
      code.tableswitch(1, sites.size() - 1, first, others);
      for (SwitchCase other : others) {
        code.labelBinding(other.target());
        sites.get(other.caseValue()).writeCall(code, name);
      }
      code.labelBinding(first);
    }
    sites.getFirst().writeCall(code, name);
  }
}
