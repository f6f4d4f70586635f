/// The configuration of an organisation, read from `tollgate.yaml` and kept by version: its
/// directory, its calendar, the limits it sets and which of them a call meets. The decisions are
/// pure and remember nothing; what is remembered, and for how long, is the book's.
@NullMarked
package io.tollgate.policy;

import org.jspecify.annotations.NullMarked;
