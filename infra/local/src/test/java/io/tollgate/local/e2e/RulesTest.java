package io.tollgate.local.e2e;

class RulesTest extends RulesContract {}
