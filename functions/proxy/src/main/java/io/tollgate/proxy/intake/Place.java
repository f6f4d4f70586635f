package io.tollgate.proxy.intake;

/// Where a field of the body stands, in bytes: from the quote that opens its name to the end of its
/// value.
///
/// @param name offset of the name's opening quote
/// @param value offset of the value's first byte
/// @param end offset behind the value's last byte
/// @param isNull whether the value is `null`, which means the same as no field
record Place(int name, int value, int end, boolean isNull) {}
