package io.tollgate.local;

import io.tollgate.ArchitectureTest;
import io.tollgate.SideBySide;

/// The local cloud sees core, the adapters and every function: the rules of the house, held over
/// all of them.
@SideBySide
class ArchitectureOfTheTreeTest extends ArchitectureTest {}
