package io.tollgate.local.e2e;

import io.tollgate.SideBySide;

@SideBySide
class OfficialClientTest extends OfficialClientContract {}
