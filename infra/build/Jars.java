import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.ClassHierarchyResolverOption;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.constant.ClassDesc;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Writes the jars of a function's zip so that a new JVM has less to do: stored, not compressed
/// (docs/decisions/0031), and without lambdas that it has to make classes for (0032). Maven starts
/// it from source, on the JDK of the build: `Jars TO FROM…`, where each FROM is a jar or a
/// directory of jars.
final class Jars {
  private static final String CLASS = ".class";

  // The same zip from the same sources. Earlier than this there is no time in a zip.
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final ClassFile format;

  private Jars(List<Path> jars) throws IOException {
    var urls = new ArrayList<URL>();
    for (Path jar : jars) {
      urls.add(jar.toUri().toURL());
    }
    var classes =
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
    // The frames of a method that is written anew name the common parents of the classes in it.
    format =
        ClassFile.of(
            ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(classes).cached(ConcurrentHashMap::new)));
  }

  public static void main(String[] args) throws IOException {
    Path to = Files.createDirectories(Path.of(args[0]));
    var from = new ArrayList<Path>();
    for (String path : Arrays.asList(args).subList(1, args.length)) {
      from.addAll(jars(Path.of(path)));
    }
    for (Path old : jars(to)) {
      Files.delete(old);
    }
    var jars = new Jars(from);
    from.parallelStream().forEach(jar -> jars.writeAnew(jar, to));
  }

  private static List<Path> jars(Path path) throws IOException {
    try (Stream<Path> files = Files.isDirectory(path) ? Files.list(path) : Stream.of(path)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
  }

  private void writeAnew(Path jar, Path to) {
    try {
      write(withClassesForLambdas(entries(jar)), to.resolve(jar.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(jar + " cannot be written anew", e);
    } catch (IllegalArgumentException e) {
      // A class that the jar names and no jar has, for one.
      throw new IllegalStateException(jar + " cannot be written anew: " + e.getMessage(), e);
    }
  }

  private static Map<String, byte[]> entries(Path jar) throws IOException {
    var entries = new LinkedHashMap<String, byte[]>();
    try (var zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        entries.put(entry.getName(), zip.getInputStream(entry).readAllBytes());
      }
    }
    return entries;
  }

  private Map<String, byte[]> withClassesForLambdas(Map<String, byte[]> entries) {
    var all = new LinkedHashMap<>(entries);
    var nests = new TreeMap<String, List<ClassDesc>>();
    entries.forEach((name, bytes) -> {
      // Below META-INF are classes for other versions of Java.
      if (!name.endsWith(CLASS) || name.startsWith("META-INF/")) {
        return;
      }
      var lambdas = new Lambdas(format, bytes);
      if (lambdas.areNone()) {
        return;
      }
      all.put(name, lambdas.rewritten());
      for (LambdaClass of : lambdas.classes()) {
        all.put(entry(of.name()), of.bytes(format));
        nests.computeIfAbsent(entry(lambdas.host()), h -> new ArrayList<>()).add(of.name());
      }
    });
    nests.forEach((host, members) ->
        all.compute(host, (name, bytes) -> Lambdas.hosting(format, bytes, members)));
    return all;
  }

  private static String entry(ClassDesc type) {
    String descriptor = type.descriptorString();
    return descriptor.substring(1, descriptor.length() - 1) + CLASS;
  }

  private void write(Map<String, byte[]> entries, Path jar) throws IOException {
    try (var to = new ZipOutputStream(Files.newOutputStream(jar))) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        var check = new CRC32();
        check.update(entry.getValue());
        var stored = new ZipEntry(entry.getKey());
        stored.setTimeLocal(NO_TIME);
        stored.setMethod(ZipEntry.STORED);
        stored.setSize(entry.getValue().length);
        stored.setCrc(check.getValue());
        to.putNextEntry(stored);
        to.write(entry.getValue());
        to.closeEntry();
      }
    }
  }
}
