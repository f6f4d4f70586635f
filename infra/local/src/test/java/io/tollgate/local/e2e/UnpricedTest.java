package io.tollgate.local.e2e;

class UnpricedTest extends UnpricedContract {}
