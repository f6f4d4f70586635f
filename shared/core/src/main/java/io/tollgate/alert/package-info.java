/// What people are to be told of their budgets: which share of a limit was reached, once for each
/// window and limit. It decides on no call and moves no money; who is told, and how, is not here.
@NullMarked
package io.tollgate.alert;

import org.jspecify.annotations.NullMarked;
