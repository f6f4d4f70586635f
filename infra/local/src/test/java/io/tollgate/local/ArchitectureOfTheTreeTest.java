package io.tollgate.local;

import io.tollgate.ArchitectureTest;

/// The local cloud sees core, the adapters and every function: the rules of the house, held over
/// all of them.
class ArchitectureOfTheTreeTest extends ArchitectureTest {}
