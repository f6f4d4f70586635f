package io.tollgate.local.e2e;

class HostileInputTest extends HostileInputContract {}
