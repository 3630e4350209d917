package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

  // Many times, because who waits is sometimes faster than who comes.
  @Test
  void who_comes_later_does_not_pass_who_waits() throws Exception {
    RequestGate one = new RequestGate(new HttpLimits(1 << 20, 16384, 8192, 1, 10));
    assertTrue(one.enter());
    for (int i = 0; i < 100; i++) {
      AtomicBoolean wasIn = new AtomicBoolean();
      Thread waiting = Thread.ofPlatform().start(() -> passThrough(one, wasIn));
      Await.until("it waits", () -> waiting.getState() == Thread.State.WAITING);
      one.leave();
      assertTrue(one.enter());
      assertTrue(wasIn.get(), "round " + i);
      waiting.join();
    }
  }

  private static void passThrough(RequestGate gate, AtomicBoolean wasIn) {
    try {
      gate.enter();
      wasIn.set(true);
      gate.leave();
    } catch (InterruptedException nobodyDoesThis) {
      Thread.currentThread().interrupt();
    }
  }
}
