package io.tollgate.table;

/// A text attribute. Compared by its UTF-8 bytes, as DynamoDB does.
public record Text(String text) implements Value {}
