package dev.perennial.logging;

import static dev.perennial.logging.RateLimit.Verdict.DROP;
import static dev.perennial.logging.RateLimit.Verdict.DROP_AND_TELL;
import static dev.perennial.logging.RateLimit.Verdict.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.perennial.logging.RateLimit.Verdict;
import dev.perennial.schedule.SettableTicker;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RateLimitTest {

  private final SettableTicker ticker = new SettableTicker();

  private static List<Verdict> verdicts(RateLimit limit, int count) {
    return Stream.generate(() -> limit.of(LogLevel.INFO)).limit(count).toList();
  }

  @Test
  void each_interval_lets_so_many_through_and_tells_once() {
    RateLimit limit =
        new RateLimit(Events.options("rate_limit_interval", "5", "rate_limit_burst", "2"), ticker);
    assertEquals(List.of(WRITE, WRITE, DROP_AND_TELL, DROP, DROP), verdicts(limit, 5));
    assertEquals(WRITE, limit.of(LogLevel.CRITICAL));
    assertEquals(DROP, limit.of(LogLevel.ERROR));
    ticker.advance(Duration.ofSeconds(5));
    assertEquals(List.of(WRITE, WRITE, DROP_AND_TELL), verdicts(limit, 3));
    assertEquals(
        "more than 2 records in 5 s: the others of this interval are dropped", limit.inWords());
  }

  @Test
  void without_the_options_there_is_no_limit() {
    RateLimit limit = new RateLimit(Events.options("rate_limit_burst", "1"), ticker);
    assertEquals(List.of(WRITE, WRITE, WRITE), verdicts(limit, 3));
  }
}
