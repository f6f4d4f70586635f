package io.tollgate.prove;

class FirstWorldsTest extends Worlds {
  FirstWorldsTest() {
    super(1);
  }
}
