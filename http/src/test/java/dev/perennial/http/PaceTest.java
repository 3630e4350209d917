package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

  private static final HttpTimeouts TIMEOUTS =
      new HttpTimeouts(
          Duration.ofSeconds(900),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofSeconds(10),
          100);

  private static final HttpTimeouts NO_LIMITS =
      new HttpTimeouts(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO, 0);

  private long now = 5;
  private Pace pace = new Pace(TIMEOUTS, now, false);

  private boolean isTooSlow(Pace.Phase phase, long afterSeconds) {
    now += TimeUnit.SECONDS.toNanos(afterSeconds);
    return pace.verdict(phase, now).isPresent();
  }

  @Test
  void a_connection_that_says_nothing_is_not_slow() {
    assertFalse(isTooSlow(Pace.Phase.HEAD, 1000));
  }

  @Test
  void a_head_is_due_from_its_first_byte_on_whatever_comes_behind_it() {
    assertFalse(isTooSlow(Pace.Phase.HEAD, 100));
    pace.received(1, false, now);
    assertFalse(isTooSlow(Pace.Phase.HEAD, 29));
    pace.received(1, false, now);
    assertTrue(isTooSlow(Pace.Phase.HEAD, 1));
  }

  @Test
  void a_head_that_has_come_is_due_no_more() {
    pace.received(1, false, now);
    pace.headCame();
    assertFalse(isTooSlow(Pace.Phase.HEAD, 100));
  }

  @Test
  void a_handshake_is_due_from_the_beginning_of_the_connection_on() {
    pace = new Pace(TIMEOUTS, now, true);
    assertFalse(isTooSlow(Pace.Phase.HEAD, 29));
    assertTrue(isTooSlow(Pace.Phase.HEAD, 1));
    pace.handshakeEnded();
    assertFalse(isTooSlow(Pace.Phase.HEAD, 100));
  }

  @Test
  void a_body_may_stand_still_for_the_grace() {
    pace.headCame();
    assertFalse(isTooSlow(Pace.Phase.BODY, 9));
    assertTrue(isTooSlow(Pace.Phase.BODY, 1));
  }

  @Test
  void a_body_may_take_as_long_as_its_bytes_at_the_rate() {
    pace.headCame();
    pace.received(1000, true, now);
    assertFalse(isTooSlow(Pace.Phase.BODY, 19));
    pace.received(100, true, now);
    assertFalse(isTooSlow(Pace.Phase.BODY, 1));
    assertTrue(isTooSlow(Pace.Phase.BODY, 1));
  }

  @Test
  void time_that_the_handler_takes_is_not_the_clients() {
    pace.headCame();
    assertFalse(isTooSlow(Pace.Phase.BODY, 9));
    assertFalse(isTooSlow(Pace.Phase.NOTHING, 1000));
    assertTrue(isTooSlow(Pace.Phase.BODY, 1));
  }

  @Test
  void a_response_has_a_grace_and_a_rate_of_its_own() {
    pace.headCame();
    assertFalse(isTooSlow(Pace.Phase.BODY, 9));
    pace.sent(1000);
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 19));
    assertTrue(isTooSlow(Pace.Phase.RESPONSE, 1));
  }

  @Test
  void what_has_gone_fast_entitles_to_no_pause() {
    pace.headCame();
    pace.received(1_000_000, true, now);
    assertFalse(isTooSlow(Pace.Phase.BODY, 1));
    assertFalse(isTooSlow(Pace.Phase.BODY, 59));
    assertTrue(isTooSlow(Pace.Phase.BODY, 1));
    pace.sent(1_000_000);
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 1));
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 59));
    assertTrue(isTooSlow(Pace.Phase.RESPONSE, 1));
  }

  @Test
  void one_byte_ends_a_pause() {
    pace.headCame();
    pace.sent(1_000_000);
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 1));
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 59));
    pace.sent(1);
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 59));
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 59));
  }

  @Test
  void requests_of_a_busy_connection_are_judged_one_by_one() {
    for (int i = 0; i < 1000; i++) {
      pace.headCame();
      assertFalse(isTooSlow(Pace.Phase.BODY, 5));
      assertFalse(isTooSlow(Pace.Phase.RESPONSE, 5));
    }
  }

  @Test
  void without_limits_nobody_is_slow() {
    pace = new Pace(NO_LIMITS, now, true);
    assertFalse(isTooSlow(Pace.Phase.HEAD, 10_000));
    assertFalse(isTooSlow(Pace.Phase.BODY, 10_000));
    assertFalse(isTooSlow(Pace.Phase.RESPONSE, 10_000));
  }

  @Test
  void what_is_slow_is_said() {
    pace.headCame();
    now += TimeUnit.SECONDS.toNanos(10);
    assertEquals("the body came too slowly", pace.verdict(Pace.Phase.BODY, now).orElseThrow());
  }
}
