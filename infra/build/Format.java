import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Checks or fixes the format of every Java file below the directory it is started in. Maven starts
/// it from source, on the JDK of the build, once for the whole tree.
final class Format {
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".tollgate");

  public static void main(String[] args) throws IOException {
    boolean fix = args[0].equals("fix");
    List<Path> wrong = javaFiles().parallelStream().filter(file -> isWrong(file, fix)).toList();
    if (wrong.isEmpty()) {
      return;
    }
    wrong.forEach(file -> System.err.println((fix ? "formatted " : "not formatted: ") + file));
    if (!fix) {
      System.err.println("To format what is listed above, run: ./tollgate format");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles() throws IOException {
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        Path.of(""),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return NOT_OURS.contains(directory.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  private static boolean isWrong(Path file, boolean fix) {
    try {
      String source = Files.readString(file);
      String formatted = formatted(file, source);
      if (fix && !formatted.equals(source)) {
        Files.writeString(file, formatted);
      }
      return !formatted.equals(source);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /// A long comment settles only at the second pass, so the check asks for what no pass changes.
  private static String formatted(Path file, String source) {
    String once = formattedOnce(file, source);
    return once.equals(source) ? source : formatted(file, once);
  }

  private static String formattedOnce(Path file, String source) {
    try {
      String used = RemoveUnusedImports.removeUnusedImports(source);
      return new Formatter().formatSource(ImportOrderer.reorderImports(used, Style.GOOGLE));
    } catch (FormatterException notJava) {
      throw new IllegalArgumentException(
          file + " cannot be parsed: " + notJava.getMessage(), notJava);
    }
  }
}
