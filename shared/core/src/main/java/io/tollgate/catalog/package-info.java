/// The providers and their models as data: addresses, dialects, credentials' names and rate cards,
/// read from files and checked when they are read.
@NullMarked
package io.tollgate.catalog;

import org.jspecify.annotations.NullMarked;
