package io.tollgate.local.e2e;

class LoopBreakerTest extends LoopBreakerContract {}
