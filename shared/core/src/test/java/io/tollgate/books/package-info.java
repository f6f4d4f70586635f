@NullMarked
package io.tollgate.books;

import org.jspecify.annotations.NullMarked;
