package dev.perennial.rpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class CallOptionsTest {

  private final CallOptions options = CallOptions.to(Target.of("topic"));

  @Test
  void a_monitor_that_no_server_would_answer_is_refused() {
    String text =
        assertThrows(
                IllegalArgumentException.class,
                () -> options.callMonitorTimeout(Duration.ofMillis(1999)))
            .getMessage();
    assertTrue(text.contains("at least 2 s"), text);
    Duration two = Duration.ofSeconds(2);
    assertEquals(Optional.of(two), options.callMonitorTimeout(two).callMonitorTimeout());
  }

  @Test
  void a_timeout_of_nothing_is_refused() {
    assertThrows(IllegalArgumentException.class, () -> options.timeout(Duration.ZERO));
  }
}
