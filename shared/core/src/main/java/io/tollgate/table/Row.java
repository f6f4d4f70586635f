package io.tollgate.table;

/// An item together with its key, as a query returns it.
public record Row(Key key, Item item) {}
