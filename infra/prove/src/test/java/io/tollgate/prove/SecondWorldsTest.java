package io.tollgate.prove;

class SecondWorldsTest extends Worlds {
  SecondWorldsTest() {
    super(101);
  }
}
