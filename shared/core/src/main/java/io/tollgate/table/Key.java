package io.tollgate.table;

/// Where an item stands in the one table.
///
/// @param pk partition key, 1 to 2,048 UTF-8 bytes
/// @param sk sort key, 1 to 1,024 UTF-8 bytes
public record Key(String pk, String sk) {}
