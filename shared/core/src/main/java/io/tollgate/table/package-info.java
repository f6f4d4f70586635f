/// The store as a port: update, put, get, query and transact over conditions that are plain
/// objects, and the embedded table that evaluates them in memory. Whatever is stored passes here;
/// nothing here knows what it means.
@NullMarked
package io.tollgate.table;

import org.jspecify.annotations.NullMarked;
