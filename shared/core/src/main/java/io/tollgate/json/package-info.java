/// How documents are read and written: one mapper with strict settings. It knows no domain type.
@NullMarked
package io.tollgate.json;

import org.jspecify.annotations.NullMarked;
