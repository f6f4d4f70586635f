/// What was spent, by whom and on what: usage events on their way in, spend lines at rest.
@NullMarked
package io.tollgate.spend;

import org.jspecify.annotations.NullMarked;
