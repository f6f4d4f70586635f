import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Rewrites every jar of a directory without compression, entry by entry in their order, and leaves
/// alone what has none: docs/decisions/0031. Maven starts it from source, on the JDK of the build.
final class Store {
  public static void main(String[] args) throws IOException {
    List<Path> jars;
    try (Stream<Path> files = Files.list(Path.of(args[0]))) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
    }
    for (Path jar : jars) {
      store(jar);
    }
  }

  private static void store(Path jar) throws IOException {
    Path stored = jar.resolveSibling(jar.getFileName() + ".stored");
    try (var from = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries = from.stream().toList();
      if (entries.stream().allMatch(entry -> entry.getMethod() == ZipEntry.STORED)) {
        return;
      }
      try (var to = new ZipOutputStream(Files.newOutputStream(stored))) {
        for (ZipEntry entry : entries) {
          store(entry, from.getInputStream(entry).readAllBytes(), to);
        }
      }
    }
    // In one step: a build that is stopped here leaves no half of a jar.
    Files.move(stored, jar, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void store(ZipEntry entry, byte[] bytes, ZipOutputStream to) throws IOException {
    var check = new CRC32();
    check.update(bytes);
    var stored = new ZipEntry(entry.getName());
    stored.setTime(entry.getTime());
    stored.setMethod(ZipEntry.STORED);
    stored.setSize(bytes.length);
    stored.setCrc(check.getValue());
    to.putNextEntry(stored);
    to.write(bytes);
    to.closeEntry();
  }
}
