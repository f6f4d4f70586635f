package io.tollgate.prove;

import io.tollgate.table.Table;
import java.time.Duration;
import java.util.function.UnaryOperator;

/// What all processes of a world share.
///
/// @param wires a way to the store for a process
/// @param alteration what stands between the production code and the store: nothing, or a mutant
record Stage(
    Org org,
    Laws laws,
    Story story,
    Counts counts,
    Mischief mischief,
    Queue queue,
    Configs configs,
    Repeating repeating,
    Caps caps,
    Duration longestCall,
    Duration grace,
    Wires wires,
    UnaryOperator<Table> alteration) {
  interface Wires {
    Table to(Host host);
  }

  Table network(Host host) {
    return wires.to(host);
  }

  Table alter(Table table) {
    return alteration.apply(table);
  }
}
