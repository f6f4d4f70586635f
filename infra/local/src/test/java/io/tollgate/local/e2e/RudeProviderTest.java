package io.tollgate.local.e2e;

class RudeProviderTest extends RudeProviderContract {}
