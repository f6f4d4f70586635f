package io.tollgate;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Set;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.ResourceLocksProvider;

/// A class whose tests run beside those of other such classes, and beside all that are not marked;
/// its own run one after another.
///
/// It must leave alone what belongs to the whole JVM: system properties, standard streams, loggers,
/// the list of its child processes. And it must bear a machine that is busy with something else:
/// wait for a condition, not for a time.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock(providers = SideBySide.OneByOne.class)
public @interface SideBySide {
  /// A lock that no other class has: JUnit does not run the methods of its holder at once.
  final class OneByOne implements ResourceLocksProvider {
    @Override
    public Set<Lock> provideForClass(Class<?> testClass) {
      return Set.of(new Lock(testClass.getName()));
    }
  }
}
