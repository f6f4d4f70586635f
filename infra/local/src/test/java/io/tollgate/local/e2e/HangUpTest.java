package io.tollgate.local.e2e;

class HangUpTest extends HangUpContract {}
