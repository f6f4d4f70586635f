package io.tollgate.local.e2e;

class RaisedTest extends RaisedContract {}
