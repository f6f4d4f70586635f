package io.tollgate.local.e2e;

class OverspendTest extends OverspendContract {}
