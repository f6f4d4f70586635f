/// What people ask and change: configuration, keys, budgets and spend.
@NullMarked
package io.tollgate.admin;

import org.jspecify.annotations.NullMarked;
