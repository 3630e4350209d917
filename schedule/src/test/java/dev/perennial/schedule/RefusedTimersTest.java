package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.recorded.LogRecorder;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class RefusedTimersTest {

  private final SettableTicker ticker = new SettableTicker();
  private final RefusedTimers refused = new RefusedTimers(ticker);

  private long pauseMillis(String failure) {
    return Duration.ofNanos(refused.add(new RejectedExecutionException(failure))).toMillis();
  }

  @Test
  void the_pause_grows_until_one_is_handed_on() {
    assertEquals(100, pauseMillis("busy"));
    assertEquals(100, pauseMillis("busy"), "refused together with another one");
    for (long expected : new long[] {200, 400, 800, 1600, 3200, 6400, 10_000, 10_000}) {
      ticker.advance(Duration.ofSeconds(10));
      assertEquals(expected, pauseMillis("busy"));
    }
    refused.over();
    assertEquals(100, pauseMillis("busy"));
  }

  @Test
  void a_thousand_timers_that_are_refused_for_ever_are_one_complaint_a_minute() {
    for (int second = 0; second < 120; second++) {
      for (int i = 0; i < 1000; i++) {
        pauseMillis("closed for ever");
      }
      ticker.advance(Duration.ofSeconds(1));
    }
    assertEquals(2, LogRecorder.count("closed for ever"));
    assertEquals(1, LogRecorder.count("60000 times a timer could not be handed to its thread"));
  }

  @Test
  void a_complaint_that_cannot_be_made_is_made_with_the_next_one() {
    assertEquals(100, pauseMillis(LogRecorder.UNLOGGABLE));
    ticker.advance(Duration.ofMinutes(1));
    assertEquals(200, pauseMillis("no memory before"));
    assertEquals(1, LogRecorder.count("2 times a timer could not be handed to its thread"));
  }
}
