package io.tollgate.local.e2e;

class IdempotencyTest extends IdempotencyContract {}
