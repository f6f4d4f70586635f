package io.tollgate.local.e2e;

import org.junit.jupiter.api.parallel.Isolated;

@Isolated
class HangUpTest extends HangUpContract {}
