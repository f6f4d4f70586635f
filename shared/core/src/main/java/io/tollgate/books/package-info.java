/// What people read out of the store: spend by axes, requests and their stories, budgets. It reads
/// what the ledger wrote, and changes nothing.
@NullMarked
package io.tollgate.books;

import org.jspecify.annotations.NullMarked;
