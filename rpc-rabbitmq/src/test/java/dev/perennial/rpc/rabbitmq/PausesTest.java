package dev.perennial.rpc.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.config.Config;
import dev.perennial.config.GroupBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class PausesTest {

  private static final Duration LONG_OUTAGE = Duration.ofHours(1);

  @Test
  void while_nobody_listens_the_pauses_of_the_first_minute_stay_short() {
    Pauses pauses = pauses(options(), largest());
    assertEquals(1500, pauses.next(true, Duration.ZERO).toMillis(), 1);
    assertEquals(2500, pauses.next(true, Duration.ofSeconds(4)).toMillis(), 1);
    for (int second = 8; second < 60; second++) {
      Duration pause = pauses.next(true, Duration.ofSeconds(second));
      assertEquals(4500, pause.toMillis(), 1);
    }
    assertTrue(pauses.next(true, LONG_OUTAGE).toSeconds() > 20);
    Pauses longer = pauses(options("kombu_reconnect_delay", "2"), largest());
    assertEquals(3000, longer.next(true, Duration.ZERO).toMillis(), 1);
  }

  @Test
  void the_longest_pauses_grow_to_a_limit() {
    Pauses pauses = pauses(options(), largest());
    List<Long> seconds = new ArrayList<>();
    for (int i = 0; i < 18; i++) {
      seconds.add(Math.round(pauses.next(false, LONG_OUTAGE).toMillis() / 1000.0));
    }
    assertEquals(List.of(1L, 3L, 5L, 7L), seconds.subList(0, 4));
    assertEquals(30L, seconds.getLast());
  }

  @Test
  void the_first_pause_its_growth_and_its_limit_are_those_of_the_options() {
    RabbitOptions options =
        options(
            "rabbit_retry_interval", "3", "rabbit_retry_backoff", "4", "rabbit_interval_max", "9");
    Pauses pauses = pauses(options, largest());
    for (int seconds : List.of(3, 7, 9, 9)) {
      assertEquals(1000 * seconds, pauses.next(false, LONG_OUTAGE).toMillis(), 1);
    }
  }

  @Test
  void a_connection_that_lasted_is_made_again_at_once_and_begins_the_pauses_anew() {
    Pauses pauses = pauses(options(), largest());
    for (int i = 0; i < 10; i++) {
      pauses.next(false, LONG_OUTAGE);
    }
    assertEquals(Duration.ZERO, pauses.afterLoss(Duration.ofSeconds(5)));
    assertEquals(1000, pauses.next(false, LONG_OUTAGE).toMillis(), 1);
  }

  @Test
  void connections_that_are_lost_as_soon_as_they_are_there_do_not_follow_each_other_at_once() {
    Pauses pauses = pauses(options(), largest());
    assertEquals(1000, pauses.afterLoss(Duration.ZERO).toMillis(), 1);
    assertEquals(3000, pauses.afterLoss(Duration.ofMillis(4999)).toMillis(), 1);
  }

  @Test
  void many_clients_do_not_come_back_in_step() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] perSecond = new int[30];
    for (int client = 0; client < 3000; client++) {
      Pauses pauses = pauses(options(), random);
      for (int i = 0; i < 20; i++) {
        pauses.next(false, LONG_OUTAGE);
      }
      perSecond[(int) pauses.next(false, LONG_OUTAGE).toSeconds()]++;
    }
    for (int count : perSecond) {
      assertTrue(count < 300, "seed " + seed + ": " + count + " of 3000 in one second");
    }
  }

  // As after a restart of the broker that took eight seconds.
  @Test
  void many_clients_that_found_nobody_listening_come_back_within_five_seconds_and_not_in_step() {
    Duration outage = Duration.ofSeconds(8);
    long seed = System.nanoTime();
    Random random = new Random(seed);
    int[] perSecond = new int[5];
    for (int client = 0; client < 500; client++) {
      Duration late = firstAttemptAfter(outage, pauses(options(), random)).minus(outage);
      perSecond[(int) late.toSeconds()]++;
    }
    for (int count : perSecond) {
      assertTrue(count < 300, "seed " + seed + ": " + count + " of 500 in one second");
    }
  }

  private static Duration firstAttemptAfter(Duration outage, Pauses pauses) {
    Duration now = Duration.ZERO;
    while (now.compareTo(outage) <= 0) {
      now = now.plus(pauses.next(true, now));
    }
    return now;
  }

  @Test
  void the_splay_is_really_waited() {
    RabbitOptions splay = options("kombu_reconnect_splay", "5");
    assertEquals(6000, pauses(splay, largest()).next(false, LONG_OUTAGE).toMillis(), 2);
    assertEquals(5000, pauses(splay, largest()).afterLoss(LONG_OUTAGE).toMillis(), 2);
  }

  private static Pauses pauses(RabbitOptions options, RandomGenerator random) {
    return new Pauses(options, random);
  }

  // Draws the largest number each time.
  private static RandomGenerator largest() {
    return () -> -1L;
  }

  private static RabbitOptions options(String... pair) {
    GroupBuilder<RabbitOptions> options = Config.of(RabbitOptions.class);
    for (int i = 0; i < pair.length; i += 2) {
      options.set(pair[i], pair[i + 1]);
    }
    return options.build();
  }
}
