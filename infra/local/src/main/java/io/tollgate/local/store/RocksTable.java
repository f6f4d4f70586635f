package io.tollgate.local.store;

import io.tollgate.table.Answer;
import io.tollgate.table.Key;
import io.tollgate.table.Page;
import io.tollgate.table.Query;
import io.tollgate.table.Reading;
import io.tollgate.table.StoreUnavailable;
import io.tollgate.table.Table;
import io.tollgate.table.TableEngine;
import io.tollgate.table.Verdict;
import io.tollgate.table.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.rocksdb.RocksDBException;

/// The table in a directory. A write is answered after it stands in the write-ahead log, so an
/// acknowledged one survives the death of the process; one process at a time may use a directory.
///
/// After {@link #close} writes are unknown and reads unavailable.
public final class RocksTable implements Table, AutoCloseable {
  private final DirectoryLock directory;
  private final RocksFiles files;
  private final RocksItems items;
  private final TableEngine engine;
  private final Turns turns;
  // Calls share it, close takes it alone: a closed native handle would take the process down.
  private final ReadWriteLock open = new ReentrantReadWriteLock();
  private boolean closed;

  private RocksTable(DirectoryLock directory, RocksFiles files, InstantSource clock) {
    this.directory = directory;
    this.files = files;
    items = new RocksItems(files);
    engine = new TableEngine(items, clock);
    turns = new Turns(this::finishGroup);
  }

  /// @param path made where there is none
  /// @param clock the store's
  /// @throws TableNotOpened with a sentence for people: the directory is in use or cannot be
  ///   written, or there is no RocksDB for this system
  public static RocksTable open(Path path, Durability durability, InstantSource clock) {
    DirectoryLock directory = DirectoryLock.take(path);
    try {
      NativeLibrary.loadInto(path);
      var files = new RocksFiles(path.resolve("table"), durability);
      return new RocksTable(directory, files, clock);
    } catch (RocksDBException e) {
      directory.close();
      throw new TableNotOpened(
          "the table in "
              + path
              + " cannot be opened: "
              + e.getMessage()
              + "; restore or remove it",
          e);
    } catch (TableNotOpened e) {
      directory.close();
      throw e;
    }
  }

  @Override
  public Answer write(Write write) {
    try {
      return whileOpen(() -> turns.take(() -> engine.write(write)));
    } catch (StoreUnavailable | GroupLost e) {
      return new Answer.Unknown(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Verdict transact(List<Write> writes) {
    try {
      return whileOpen(() -> turns.take(() -> engine.transact(writes)));
    } catch (StoreUnavailable | GroupLost e) {
      return new Verdict.Unknown(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public Reading get(Key key) {
    try {
      return whileOpen(() -> turns.take(() -> engine.get(key)));
    } catch (GroupLost e) {
      throw new StoreUnavailable("the item " + key + " was not read", e);
    }
  }

  // Queries read what stands in the files: everything that was answered, and nothing that is still
  // under way.

  @Override
  public Page query(Query query) {
    return whileOpen(() -> engine.query(query));
  }

  @Override
  public Page listed(String text, String after) {
    return whileOpen(() -> engine.listed(text, after));
  }

  /// The same: nothing here is sent twice, and a write ends within a write to a file.
  @Override
  public Table once(Duration limit) {
    return this;
  }

  private void finishGroup() {
    try {
      items.flush();
    } catch (RocksDBException e) {
      items.forget();
      throw new StoreUnavailable("RocksDB could not write: " + e.getMessage(), e);
    }
  }

  private <T> T whileOpen(Supplier<T> call) {
    open.readLock().lock();
    try {
      if (closed) {
        throw new StoreUnavailable("the table is closed", new IllegalStateException("closed"));
      }
      return call.get();
    } finally {
      open.readLock().unlock();
    }
  }

  /// Writes everything into its place, so that the next start has nothing to recover, and gives the
  /// directory free.
  @Override
  public void close() {
    open.writeLock().lock();
    try (directory) {
      if (!closed) {
        closed = true;
        files.close();
      }
    } catch (RocksDBException e) {
      throw new StoreUnavailable("the table was not closed cleanly: " + e.getMessage(), e);
    } finally {
      open.writeLock().unlock();
    }
  }
}
