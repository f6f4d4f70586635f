package io.tollgate.local.e2e;

class OfficialClientTest extends OfficialClientContract {}
