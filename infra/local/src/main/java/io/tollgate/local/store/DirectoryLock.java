package io.tollgate.local.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A directory that belongs to this process while it runs. The system gives it back when the
/// process dies, however it dies.
final class DirectoryLock implements AutoCloseable {
  private final FileChannel file;

  private DirectoryLock(FileChannel file) {
    this.file = file;
  }

  /// Makes the directory where there is none.
  static DirectoryLock take(Path directory) {
    try {
      Files.createDirectories(directory);
      FileChannel file =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(file)) {
        return new DirectoryLock(file);
      }
      file.close();
    } catch (IOException e) {
      throw new TableNotOpened(
          "the directory " + directory + " cannot be written: " + e + "; name another with --data",
          e);
    }
    throw new TableNotOpened(
        "the data in "
            + directory
            + " is in use by another Tollgate; stop that one, or name another directory with"
            + " --data");
  }

  private static boolean isLocked(FileChannel file) throws IOException {
    try {
      return file.tryLock() != null;
    } catch (OverlappingFileLockException thisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of a data directory was not given back", e);
    }
  }
}
