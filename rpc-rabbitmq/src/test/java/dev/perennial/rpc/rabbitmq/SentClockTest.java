package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The clock of a caller whose machine is suspended now and then, as a server sees it.
final class SentClockTest {

  private static final long HOUR = TimeUnit.HOURS.toMillis(1);

  private final SenderClocks server = new SenderClocks();
  private long monotonic = 5_000;
  private long wall = 1_000_000;
  private long there = 700_000;
  private Optional<Duration> uptime = Optional.of(Duration.ofMillis(9_000));
  private SentClock clock = clock();

  private SentClock clock() {
    return new SentClock(
        () -> TimeUnit.MILLISECONDS.toNanos(monotonic),
        () -> Instant.ofEpochMilli(wall),
        () -> uptime);
  }

  @Test
  void it_is_the_monotonic_clock_whatever_the_time_of_day() {
    assertEquals(5_000, clock.millis());
    pass(100);
    wall -= HOUR;
    assertEquals(5_100, clock.millis());
    pass(100);
    assertEquals(5_200, clock.millis());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_is_sent_after_the_machine_was_suspended_is_not_old(boolean uptimeIsKnown) {
    uptime = uptime.filter(_ -> uptimeIsKnown);
    clock = clock();
    assertEquals(0, age(0));
    pass(10_000);
    suspend(90_000);
    assertEquals(0, age(0));
    pass(10_000);
    assertEquals(30, age(30));
    suspend(HOUR);
    assertEquals(0, age(0));
  }

  @Test
  void what_was_sent_before_the_wall_clock_was_set_and_comes_later_is_not_old() {
    long before = clock.millis();
    wall += HOUR;
    assertEquals(0, age(0));
    assertEquals(0, age(before, there));
    suspend(90_000);
    assertEquals(0, age(0));
    assertEquals(90_000, age(before, there));
  }

  @Test
  void a_wall_clock_that_is_set_or_corrected_makes_nothing_old() {
    assertEquals(0, age(0));
    wall += HOUR;
    assertEquals(0, age(0));
    wall -= HOUR;
    pass(1_000);
    assertEquals(0, age(0));
    wall += 900;
    pass(1_000);
    assertEquals(0, age(0));
    assertEquals(20, age(20));
  }

  private void pass(long millis) {
    monotonic += millis;
    passesEverywhere(millis);
  }

  private void suspend(long millis) {
    passesEverywhere(millis);
  }

  private void passesEverywhere(long millis) {
    wall += millis;
    there += millis;
    uptime = uptime.map(up -> up.plusMillis(millis));
  }

  // Of a message that takes so long from the caller to the server.
  private long age(long onTheWay) {
    return age(clock.millis(), there + onTheWay);
  }

  private long age(long sent, long now) {
    return 2 * HOUR - server.left("caller", sent, now, 2 * HOUR);
  }
}
