/// The jars of a function's zip, beside those they are made of.
@NullMarked
package io.tollgate.local.zip;

import org.jspecify.annotations.NullMarked;
