package io.tollgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A nested class that measures its JVM, and so runs while nothing runs [SideBySide].
///
/// A class that is not nested is better marked JUnit's `@Isolated`: it waits for nobody, since it
/// runs when all others have ended.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ResourceLock(value = Alone.JVM, mode = ResourceAccessMode.READ_WRITE)
public @interface Alone {
  String JVM = "the JVM to oneself";
}
