package io.tollgate.local.e2e;

class EconomyTest extends EconomyContract {}
