package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SenderClocksTest {

  private static final long SECOND = 1_000;
  private static final long HOUR = TimeUnit.HOURS.toMillis(1);
  private static final long ELEVEN_MINUTES = TimeUnit.MINUTES.toMillis(11);

  private final SenderClocks clocks = new SenderClocks();

  @Test
  void a_message_is_as_old_as_it_took_longer_than_the_fastest_one() {
    assertEquals(0, age("one", 1_000, 500_000));
    assertEquals(20, age("one", 2_000, 501_020));
    assertEquals(0, age("one", 3_000, 501_990));
    assertEquals(30, age("one", 4_000, 503_020));
  }

  @Test
  void each_sender_has_a_clock_of_its_own() {
    assertEquals(0, age("one", 1_000, 500_000));
    assertEquals(0, age("two", 900_000, 500_000));
    assertEquals(7, age("two", 900_000, 500_007));
  }

  @Test
  void a_clock_that_drifts_is_followed() {
    age("one", 0, 1_000);
    // The clock of the sender falls behind: what is as fast as ever seems to take longer.
    assertEquals(40, age("one", ELEVEN_MINUTES, ELEVEN_MINUTES + 1_040));
    assertEquals(0, age("one", 2 * ELEVEN_MINUTES, 2 * ELEVEN_MINUTES + 1_040));
  }

  @Test
  void so_many_senders_are_kept_that_the_busy_ones_stay() {
    age("busy", 0, 100);
    for (int i = 0; i < 5_000; i++) {
      age("sender " + i, 0, 100);
      age("busy", i, i + 100);
    }
    assertEquals(25, age("busy", 0, 125));
  }

  @Test
  void a_sender_that_was_silent_for_long_is_learnt_anew() {
    age("one", 0, 1_000);
    assertEquals(0, age("one", 24 * HOUR, 24 * HOUR + 5_000));
    assertEquals(0, age("one", 25 * HOUR, 25 * HOUR + 5_000));
    assertEquals(7, age("one", 25 * HOUR, 25 * HOUR + 5_007));
  }

  // As that of a virtual machine that was paused for a minute.
  @Test
  void a_clock_that_has_lost_time_is_followed_with_the_second_call() {
    assertEquals(5 * SECOND, left(0, 0));
    assertTrue(left(10 * SECOND, 70 * SECOND) <= 0);
    assertEquals(5 * SECOND, left(20 * SECOND, 80 * SECOND + 50));
    assertEquals(5 * SECOND - 10, left(21 * SECOND, 81 * SECOND + 60));
  }

  @Test
  void what_lay_in_a_socket_is_late_however_much_it_is() {
    assertEquals(5 * SECOND, left(0, 0));
    for (long sent = 10 * SECOND; sent <= 11 * SECOND; sent += 10) {
      assertTrue(left(sent, 70 * SECOND) <= 0);
    }
    assertEquals(5 * SECOND, left(70 * SECOND, 70 * SECOND));
    // Once more, and as late by chance.
    assertTrue(left(80 * SECOND, 140 * SECOND) <= 0);
  }

  // Its queue is as long as the time that calls have: what is delivered is just late.
  @Test
  void the_calls_of_an_overloaded_server_stay_late() {
    assertEquals(5 * SECOND, left(0, 0));
    for (long sent = 0; sent <= 60 * SECOND; sent += SECOND) {
      assertTrue(left(sent, sent + 5 * SECOND + 20) <= 0);
    }
  }

  private long left(long sent, long now) {
    return clocks.left("caller", sent, now, 5 * SECOND);
  }

  private long age(String sender, long sent, long now) {
    return 48 * HOUR - clocks.left(sender, sent, now, 48 * HOUR);
  }
}
