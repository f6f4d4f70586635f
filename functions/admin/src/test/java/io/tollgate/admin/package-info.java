@NullMarked
package io.tollgate.admin;

import org.jspecify.annotations.NullMarked;
