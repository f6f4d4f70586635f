package io.tollgate.local.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.NativeLibraryLoader;

/// The part of RocksDB that is not Java: one file for each system and processor, of which the build
/// packs its own.
final class NativeLibrary {
  /// How the library gets into the process.
  interface Loader {
    void load(Path directory) throws IOException;
  }

  private NativeLibrary() {}

  /// Unpacks the library beside the data: in the system's temporary directory each killed process
  /// would leave 60 MB.
  static void loadInto(Path directory) {
    load(directory, path -> NativeLibraryLoader.getInstance().loadLibrary(path.toString()));
  }

  static void load(Path directory, Loader loader) {
    try {
      loader.load(Files.createDirectories(directory.resolve("native")));
    } catch (IOException | RuntimeException | LinkageError e) {
      throw new TableNotOpened(
          "there is no RocksDB library for "
              + System.getProperty("os.name")
              + " on "
              + System.getProperty("os.arch")
              + " ("
              + e.getMessage()
              + "); run with --memory, which needs none and forgets everything at its end",
          e);
    }
  }
}
