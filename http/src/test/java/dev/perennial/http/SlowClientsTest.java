package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlowClientsTest {

  private static long pause(Duration head, Duration stall, Duration grace) {
    return SlowClients.pauseMillis(new HttpTimeouts(Duration.ZERO, head, stall, grace, 240));
  }

  @Test
  void it_looks_four_times_within_the_shortest_time_that_is_limited() {
    Duration seconds = Duration.ofSeconds(30);
    assertEquals(1000, pause(seconds, seconds, seconds));
    assertEquals(100, pause(Duration.ofMillis(400), seconds, seconds));
    assertEquals(100, pause(seconds, Duration.ofMillis(400), seconds));
    assertEquals(100, pause(seconds, seconds, Duration.ofMillis(400)));
    assertEquals(20, pause(Duration.ofMillis(1), seconds, seconds));
  }

  @Test
  void a_time_that_is_not_limited_makes_it_look_no_more_often() {
    assertEquals(1000, pause(Duration.ZERO, Duration.ofSeconds(60), Duration.ofSeconds(30)));
    assertEquals(1000, pause(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ZERO));
    assertEquals(1000, pause(Duration.ZERO, Duration.ZERO, Duration.ZERO));
  }
}
