package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SenderClocksTest {

  private static final long ELEVEN_MINUTES = TimeUnit.MINUTES.toMillis(11);

  private final SenderClocks clocks = new SenderClocks();

  @Test
  void a_message_is_as_old_as_it_took_longer_than_the_fastest_one() {
    assertEquals(0, clocks.age("one", 1_000, 500_000));
    assertEquals(20, clocks.age("one", 2_000, 501_020));
    assertEquals(0, clocks.age("one", 3_000, 501_990));
    assertEquals(30, clocks.age("one", 4_000, 503_020));
  }

  @Test
  void each_sender_has_a_clock_of_its_own() {
    assertEquals(0, clocks.age("one", 1_000, 500_000));
    assertEquals(0, clocks.age("two", 900_000, 500_000));
    assertEquals(7, clocks.age("two", 900_000, 500_007));
  }

  @Test
  void a_clock_that_drifts_is_followed() {
    clocks.age("one", 0, 1_000);
    // The clock of the sender falls behind: what is as fast as ever seems to take longer.
    assertEquals(40, clocks.age("one", ELEVEN_MINUTES, ELEVEN_MINUTES + 1_040));
    assertEquals(0, clocks.age("one", 2 * ELEVEN_MINUTES, 2 * ELEVEN_MINUTES + 1_040));
  }

  @Test
  void so_many_senders_are_kept_that_the_busy_ones_stay() {
    clocks.age("busy", 0, 100);
    for (int i = 0; i < 5_000; i++) {
      clocks.age("sender " + i, 0, 100);
      clocks.age("busy", i, i + 100);
    }
    assertEquals(25, clocks.age("busy", 0, 125));
  }
}
