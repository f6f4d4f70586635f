/// Documents that people write, read with their line numbers: a tree of nodes, sections that are
/// read field by field, and the faults found on the way. And what we wrote ourselves, as Jackson's
/// own tree. It knows no domain type.
@NullMarked
package io.tollgate.json;

import org.jspecify.annotations.NullMarked;
