import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/// What lambdas must have in common to share a class.
///
/// @param is the interface
/// @param method of the interface
/// @param type of the method, as the interface declares it
/// @param kept what an object keeps of the place that makes it: primitives, and objects of any type
record Shape(ClassDesc is, String method, MethodTypeDesc type, List<ClassDesc> kept) {
  /// @param maker the type of a method that makes one
  static Shape of(MethodTypeDesc maker, String method, MethodTypeDesc type) {
    return new Shape(
        maker.returnType(), method, type, maker.parameterList().stream().map(Shape::kept).toList());
  }

  private static ClassDesc kept(ClassDesc type) {
    return type.isPrimitive() ? type : ConstantDescs.CD_Object;
  }
}
