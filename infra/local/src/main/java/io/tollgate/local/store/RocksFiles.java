package io.tollgate.local.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.rocksdb.AbstractNativeReference;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// One RocksDB with the settings that were measured for a gateway of under 400 MB (platform page,
/// section 5).
///
/// Reads may run beside one writer; nothing may run beside or after {@link #close}.
final class RocksFiles implements AutoCloseable {
  private static final long MB = 1 << 20;
  private static final int BLOOM_BITS = 10;
  private static final int ONE_SHARD = 0;

  private final List<AbstractNativeReference> handles = new ArrayList<>();
  private final RocksDB db;
  private final WriteOptions writing;

  RocksFiles(Path directory, Durability durability) throws RocksDBException {
    // The library's own default is 64 shards of 256 KB, in which a read took 984 µs; in one it
    // takes 6.6.
    var cache = kept(new LRUCache(16 * MB, ONE_SHARD));
    var tables =
        new BlockBasedTableConfig()
            .setBlockCache(cache)
            .setFilterPolicy(kept(new BloomFilter(BLOOM_BITS)));
    var options =
        kept(new Options())
            .setCreateIfMissing(true)
            .setWriteBufferSize(16 * MB)
            .setMaxWriteBufferNumber(3)
            .setMaxTotalWalSize(64 * MB)
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setKeepLogFileNum(2)
            // There is one writer; and most keys that are asked for are those of new calls, which
            // the filter answers without a search.
            .setAllowConcurrentMemtableWrite(false)
            .setMemtablePrefixBloomSizeRatio(0.02)
            .setMemtableWholeKeyFiltering(true)
            .setTableFormatConfig(tables);
    writing = kept(new WriteOptions()).setSync(durability == Durability.SURVIVES_POWER_LOSS);
    db = kept(RocksDB.open(options, directory.toString()));
  }

  private <T extends AbstractNativeReference> T kept(T handle) {
    handles.addFirst(handle);
    return handle;
  }

  Optional<byte[]> get(byte[] key) throws RocksDBException {
    return Optional.ofNullable(db.get(key));
  }

  void write(WriteBatch batch) throws RocksDBException {
    db.write(writing, batch);
  }

  /// Shows keys and values from a key on, in order, until the visitor has seen enough.
  void walk(byte[] start, BiPredicate<byte[], byte[]> goesOn) throws RocksDBException {
    try (RocksIterator at = db.newIterator()) {
      at.seek(start);
      while (at.isValid() && goesOn.test(at.key(), at.value())) {
        at.next();
      }
      at.status();
    }
  }

  @Override
  public void close() throws RocksDBException {
    try (var all = new FlushOptions().setWaitForFlush(true)) {
      db.flush(all);
      db.syncWal();
    } finally {
      handles.forEach(AbstractNativeReference::close);
    }
  }
}
