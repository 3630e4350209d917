package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RequestGateTest {

  private final RequestGate gate = new RequestGate(new HttpLimits(1 << 20, 16384, 8192, 1, 0));

  @Test
  void who_comes_back_does_not_wait_and_nobody_new_gets_in_before_there_is_a_place()
      throws Exception {
    assertTrue(gate.enter());
    gate.leave();
    assertTrue(gate.enter());
    gate.comeBack();
    gate.leave();
    assertFalse(gate.enter());
    gate.leave();
    assertTrue(gate.enter());
  }
}
