/// The durable embedded table: RocksDB beneath core's table engine, in one directory, for one
/// process.
///
/// A write is answered after it stands in the operating system's files, so it survives the death of
/// the process; with {@link Durability#SURVIVES_POWER_LOSS} also that of the machine.
@NullMarked
package io.tollgate.local.store;

import org.jspecify.annotations.NullMarked;
