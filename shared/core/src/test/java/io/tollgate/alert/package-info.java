@NullMarked
package io.tollgate.alert;

import org.jspecify.annotations.NullMarked;
