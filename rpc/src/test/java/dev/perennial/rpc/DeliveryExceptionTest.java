package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.config.OperatorMistake;
import org.junit.jupiter.api.Test;

class DeliveryExceptionTest {

  @Test
  void a_main_that_cannot_reach_its_broker_has_failed_and_not_its_configuration() {
    OperatorMistake unreachable = new DeliveryException("no connection to 127.0.0.1:5672");
    assertEquals(1, unreachable.exitStatus());
    OperatorMistake wrong = new InvalidUrlException("no transport is named rabit");
    assertEquals(78, wrong.exitStatus());
  }
}
