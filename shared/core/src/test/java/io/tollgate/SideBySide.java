package io.tollgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceAccessMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/// A class whose tests mostly wait: they run one after another, and so do such classes, beside all
/// that are not marked.
///
/// It must leave alone what belongs to the whole JVM: system properties, standard streams, loggers,
/// the list of its child processes. And it must bear a machine that is busy with something else:
/// wait for a condition, not for a time.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Execution(ExecutionMode.CONCURRENT)
// Held for writing: it also keeps JUnit from running the methods of the class at once.
@ResourceLock(value = SideBySide.LANE, mode = ResourceAccessMode.READ_WRITE)
@ResourceLock(value = Alone.JVM, mode = ResourceAccessMode.READ)
public @interface SideBySide {
  String LANE = "the place beside the others";
}
