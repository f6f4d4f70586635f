package io.tollgate.local.template;

import java.lang.classfile.Instruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What a function's code can come to do: which methods its byte code reaches from its constructor
/// and its entry, whom they call outside of ours, and which words they hold.
///
/// An interface's call reaches the methods of those classes of ours that are made somewhere on the
/// way. A class of ours that is made and handed to others (a `Runnable`, a stream) is reached
/// whole, since it is they who call it.
final class Reach {
  private static final String OURS = "io/tollgate/";

  /// A method, as byte code names it.
  record Method(String owner, String name, String descriptor) {}

  /// A word in the code of a class.
  private record Word(String owner, String text) {}

  private final Classes classes;
  private final Set<Method> reached = new HashSet<>();
  private final Set<Method> outside = new HashSet<>();
  private final Set<Method> asked = new HashSet<>();
  private final Set<String> made = new HashSet<>();
  private final Set<Word> words = new HashSet<>();
  private final Deque<Method> next = new ArrayDeque<>();
  private String here = "";

  private Reach(Classes classes) {
    this.classes = classes;
  }

  /// @param functions the function's class, and what starts it
  static Reach of(Classes classes, String... functions) {
    var reach = new Reach(classes);
    for (String function : functions) {
      reach.make(function);
      reach.whole(function);
    }
    reach.follow();
    return reach;
  }

  /// Methods that are called of types that are not ours.
  Set<Method> outside() {
    return outside;
  }

  boolean calls(String owner, String name) {
    return asked.stream().anyMatch(call -> call.owner().equals(owner) && call.name().equals(name));
  }

  boolean makes(String type) {
    return made.contains(type);
  }

  /// Words in the code that begin so.
  Set<String> words(String beginning) {
    return words.stream()
        .map(Word::text)
        .filter(word -> word.startsWith(beginning))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Whether the code of another class than this says the word.
  boolean says(String text, String butNotIn) {
    return words.stream()
        .anyMatch(word -> word.text().equals(text) && !word.owner().equals(butNotIn));
  }

  private void follow() {
    while (!next.isEmpty()) {
      Method method = next.remove();
      here = method.owner();
      classes.code(method).forEach(this::see);
    }
  }

  private void see(Instruction instruction) {
    switch (instruction) {
      case InvokeInstruction call ->
          call(
              new Method(
                  call.owner().asInternalName(),
                  call.name().stringValue(),
                  call.type().stringValue()));
      case InvokeDynamicInstruction dynamic -> dynamic.bootstrapArgs().forEach(this::see);
      case FieldInstruction field -> touch(field.owner().asInternalName());
      case ConstantInstruction constant -> see(constant.constantValue());
      default -> {
        // Arithmetic, jumps and the like reach nothing.
      }
    }
  }

  private void see(ConstantDesc constant) {
    switch (constant) {
      case String word -> words.add(new Word(here, word));
      case DirectMethodHandleDesc handle -> {
        String owner = handle.owner().descriptorString();
        if (owner.startsWith("L")) {
          String type = owner.substring(1, owner.length() - 1);
          if (handle.kind() == DirectMethodHandleDesc.Kind.CONSTRUCTOR) {
            call(new Method(type, "<init>", handle.lookupDescriptor()));
          } else {
            call(new Method(type, handle.methodName(), handle.lookupDescriptor()));
          }
        }
      }
      default -> {
        // Numbers and types.
      }
    }
  }

  private void call(Method method) {
    if (!method.owner().startsWith(OURS)) {
      outside.add(method);
      return;
    }
    touch(method.owner());
    if (method.name().equals("<init>")) {
      make(method.owner());
    }
    if (asked.add(method)) {
      classes.declared(method).ifPresent(this::reach);
      for (String type : Set.copyOf(made)) {
        answer(type, method);
      }
    }
  }

  /// A class is initialised with its first use.
  private void touch(String type) {
    if (type.startsWith(OURS)) {
      classes.methods(type).stream()
          .filter(method -> method.name().equals("<clinit>"))
          .forEach(this::reach);
    }
  }

  private void make(String type) {
    if (type.startsWith(OURS) && made.add(type)) {
      touch(type);
      Set.copyOf(asked).forEach(call -> answer(type, call));
      if (classes.isCalledByOthers(type)) {
        whole(type);
      }
    }
  }

  private void answer(String type, Method call) {
    if (!call.name().equals("<init>") && classes.isA(type, call.owner())) {
      classes.declared(new Method(type, call.name(), call.descriptor())).ifPresent(this::reach);
    }
  }

  private void whole(String type) {
    classes.methods(type).forEach(this::reach);
  }

  private void reach(Method method) {
    if (reached.add(method)) {
      next.add(method);
    }
  }
}
