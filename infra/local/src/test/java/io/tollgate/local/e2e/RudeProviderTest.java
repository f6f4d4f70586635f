package io.tollgate.local.e2e;

import io.tollgate.SideBySide;

@SideBySide
class RudeProviderTest extends RudeProviderContract {}
