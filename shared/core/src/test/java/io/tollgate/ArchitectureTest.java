package io.tollgate;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom. The rules look at every class of ours on the class path, so a module that
/// sees more of the tree extends this class and has the same rules held over more of it.
public class ArchitectureTest {

  /// Core's arrows: a package knows the ones listed, and what those know.
  private static final Map<String, Set<String>> KNOWS =
      Map.ofEntries(
          entry("money", Set.of()),
          entry("attribution", Set.of()),
          entry("usage", Set.of()),
          entry("json", Set.of()),
          entry("table", Set.of()),
          entry("pricing", Set.of("usage", "money", "spend")),
          entry("ledger", Set.of("attribution", "money", "table", "spend", "usage")),
          entry("alert", Set.of("ledger", "attribution", "money", "table")),
          entry("event", Set.of("ledger", "attribution", "spend", "usage", "money")),
          entry("policy", Set.of("ledger", "pricing", "catalog", "key", "table")),
          entry("key", Set.of("attribution", "table", "json")),
          entry("books", Set.of("alert", "event", "ledger", "spend", "policy", "key")),
          entry("spend", Set.of("json", "usage", "money", "attribution", "table")),
          entry("catalog", Set.of("json", "pricing")));

  /// Time and chance are arguments in core. Beginnings of the full names of what would ask for
  /// them.
  private static final List<String> CLOCKS_AND_CHANCE =
      List.of(
          "java.lang.System.currentTimeMillis(",
          "java.lang.System.nanoTime(",
          "java.time.Instant.now(",
          "java.time.LocalDate.now(",
          "java.time.LocalDateTime.now(",
          "java.time.OffsetDateTime.now(",
          "java.time.YearMonth.now(",
          "java.time.ZonedDateTime.now(",
          "java.time.Clock.system",
          "java.time.InstantSource.system",
          "java.lang.Math.random(",
          "java.security.SecureRandom.<init>(",
          "java.util.Random.<init>()",
          "java.util.SplittableRandom.<init>()",
          "java.util.UUID.randomUUID(",
          "java.util.concurrent.ThreadLocalRandom.current(",
          "java.util.random.RandomGenerator.getDefault(");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(at -> !at.contains("/test-classes/") && !at.contains("-tests.jar"))
          .importPackages("io.tollgate");

  @Test
  void packages_are_free_of_cycles() {
    hold(slices().matching("io.tollgate.(*)..").should().beFreeOfCycles());
  }

  @ParameterizedTest
  @MethodSource("corePackages")
  void a_core_package_knows_only_what_its_arrows_reach(String name) {
    Set<String> strangers = new HashSet<>(KNOWS.keySet());
    strangers.removeAll(reachableFrom(name));
    hold(
        noClasses()
            .that()
            .resideInAPackage(named(name))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                strangers.stream().map(ArchitectureTest::named).toArray(String[]::new)));
  }

  @Test
  void core_asks_neither_the_time_nor_chance() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(
                corePackages().stream().map(ArchitectureTest::named).toArray(String[]::new))
            .should()
            .accessTargetWhere(
                describe("asks a clock or chance", ArchitectureTest::asksClockOrChance)));
  }

  @Test
  void only_the_adapters_and_the_function_entries_know_that_aws_exists() {
    hold(
        noClasses()
            .that()
            .resideOutsideOfPackage("io.tollgate.aws..")
            .and()
            .haveSimpleNameNotEndingWith("Function")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("software.amazon..", "com.amazonaws.."));
  }

  static Set<String> corePackages() {
    return KNOWS.keySet();
  }

  private static void hold(ArchRule rule) {
    rule.allowEmptyShould(true).check(OURS);
  }

  private static String named(String corePackage) {
    return "io.tollgate." + corePackage + "..";
  }

  private static Set<String> reachableFrom(String name) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(Set.of(name));
    while (!next.isEmpty()) {
      String one = next.remove();
      if (reached.add(one)) {
        next.addAll(KNOWS.getOrDefault(one, Set.of()));
      }
    }
    return reached;
  }

  private static boolean asksClockOrChance(JavaAccess<?> access) {
    return CLOCKS_AND_CHANCE.stream().anyMatch(access.getTarget().getFullName()::startsWith);
  }
}
