package io.tollgate.local.e2e;

class ModesTest extends ModesContract {}
