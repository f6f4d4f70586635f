package io.tollgate.local.zip;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.SideBySide;
import io.tollgate.local.IsolatedGateway;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeModel;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `infra/build/Jars.java` makes of jars.
@SideBySide
class JarsTest {
  private static final String CLASS = ".class";
  private static final Pattern OF_LAMBDAS = Pattern.compile("\\$\\$Lambda\\d+$");

  @TempDir private static Path directory;

  private static Path jar;
  private static Path made;

  @BeforeAll
  static void write() throws Exception {
    jar = directory.resolve("lambdas.jar");
    Path classes =
        Path.of(Lambdas.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Jars.pack(classes, file -> file.getFileName().toString().startsWith("Lambdas"), jar);
    made = Jars.write(directory.resolve("zip"), jar).resolve("lambdas.jar");
  }

  @Test
  void lambdas_say_the_same_in_classes_of_their_own() throws Exception {
    try (var loader = loader(List.of(made))) {
      Class<?> type = loader.loadClass(Lambdas.class.getName());
      assertThat(type).isNotEqualTo(Lambdas.class);
      assertThat(type.getMethod("said").invoke(null)).isEqualTo(Lambdas.said());
    }
    // Those that box or widen, the array's, and the one that can be serialized.
    assertThat(lambdas(jar)).isEqualTo(29);
    assertThat(lambdas(made)).isEqualTo(5);
  }

  @Test
  void a_class_of_a_zip_links_if_it_did_before() throws Exception {
    var before = new TreeMap<String, Path>();
    var after = new TreeMap<String, Path>();
    for (String module : List.of("proxy", "aggregator", "admin")) {
      Path target = IsolatedGateway.tree().resolve("functions").resolve(module).resolve("target");
      add(before, target.resolve("lib"));
      add(before, target);
      add(after, target.resolve("jars"));
    }
    var names = new ArrayList<String>();
    for (Path jar : after.values()) {
      names.addAll(classes(jar));
    }
    assertThat(names).filteredOn(OF_LAMBDAS.asPredicate()).hasSizeGreaterThan(1000);

    // What is optional is not there: the SDK names more than it needs.
    Set<String> broken = broken(after.values(), names);
    assertThat(broken).isEqualTo(broken(before.values(), broken));
    assertThat(broken).noneMatch(name -> name.startsWith("io.tollgate"));
  }

  @Test
  void the_same_jars_are_written_again_byte_for_byte() throws Exception {
    Path again = Jars.write(directory.resolve("again"), jar);
    assertThat(again.resolve("lambdas.jar")).hasSameBinaryContentAs(made);
  }

  private static long lambdas(Path jar) throws IOException {
    long lambdas = 0;
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        lambdas +=
            ClassFile.of().parse(zip.getInputStream(entry).readAllBytes()).methods().stream()
                .flatMap(method -> method.code().stream())
                .flatMap(CodeModel::elementStream)
                .filter(JarsTest::isLambda)
                .count();
      }
    }
    return lambdas;
  }

  private static boolean isLambda(Object element) {
    return element instanceof InvokeDynamicInstruction call
        && call.bootstrapMethod().owner().displayName().equals("LambdaMetafactory");
  }

  private static void add(Map<String, Path> jars, Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.toString().endsWith(".jar"))
          .forEach(file -> jars.put(file.getFileName().toString(), file));
    }
  }

  /// Those of the classes that cannot be linked, each with its lambdas.
  private static Set<String> broken(Collection<Path> jars, Collection<String> names)
      throws IOException {
    var broken = new TreeSet<String>();
    try (var loader = loader(jars)) {
      for (String name : names) {
        try {
          // The only way to have a class linked, and so verified, without running any of it.
          var _ = loader.loadClass(name).getDeclaredMethods();
        } catch (ClassNotFoundException | LinkageError e) {
          broken.add(OF_LAMBDAS.matcher(name).replaceFirst(""));
        }
      }
    }
    return broken;
  }

  private static List<String> classes(Path jar) throws IOException {
    try (var zip = new ZipFile(jar.toFile())) {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.endsWith(CLASS) && !name.startsWith("META-INF/"))
          .filter(name -> !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - CLASS.length()).replace('/', '.'))
          .toList();
    }
  }

  private static URLClassLoader loader(Collection<Path> jars) throws IOException {
    var urls = new ArrayList<URL>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
