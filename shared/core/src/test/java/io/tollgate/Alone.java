package io.tollgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A class that measures the JVM or the machine, and so runs while nothing runs [SideBySide].
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ResourceLock(value = Alone.JVM, mode = ResourceAccessMode.READ_WRITE)
public @interface Alone {
  String JVM = "the JVM to oneself";
}
