package dev.perennial.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TickerTest {

  @Test
  void a_settable_ticker_moves_only_when_it_is_moved() {
    SettableTicker ticker = new SettableTicker();
    assertEquals(0, ticker.nanoTime());
    assertEquals(0, ticker.nanoTime());
    ticker.advance(Duration.ofMillis(3));
    ticker.advance(Duration.ZERO);
    assertEquals(3_000_000, ticker.nanoTime());
  }

  @Test
  void the_system_ticker_never_goes_back() {
    Ticker ticker = Ticker.system();
    long before = ticker.nanoTime();
    assertTrue(ticker.nanoTime() - before >= 0);
  }
}
