package dev.perennial.logging;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.perennial.schedule.SettableTicker;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OpenOutletsTest {

  /// Takes nothing until the test is over.
  private record StuckSink(CountDownLatch over) implements Sink {

    @Override
    public int maxBytes() {
      return 1;
    }

    @Override
    public void write(ByteBuffer records) {
      try {
        over.await();
      } catch (InterruptedException ending) {
        Thread.currentThread().interrupt();
      }
      records.position(records.limit());
    }
  }

  private final SettableTicker ticker = new SettableTicker();
  private final CountDownLatch over = new CountDownLatch(1);
  private final OpenOutlets outlets =
      new OpenOutlets(
          List.of(stuck(), stuck()),
          new RateLimit(Events.options(), ticker),
          UnaryOperator.identity(),
          ticker);

  private Outlet stuck() {
    return new Outlet(
        "a test",
        event -> event.message().getBytes(StandardCharsets.UTF_8),
        new StuckSink(over),
        1000);
  }

  @AfterEach
  void end() {
    over.countDown();
  }

  @Test
  void outlets_that_are_stuck_are_waited_for_together() throws InterruptedException {
    outlets.publish(new LogRecord(Level.INFO, "waits"));
    assertIsOverAfterASecond(outlets::flush);
    assertIsOverAfterASecond(outlets::close);
  }

  private void assertIsOverAfterASecond(Runnable wait) throws InterruptedException {
    Thread waiting = Thread.ofPlatform().daemon(true).start(wait);
    while (waiting.getState() != Thread.State.TIMED_WAITING) {
      Thread.onSpinWait();
    }
    ticker.advance(Duration.ofSeconds(1));
    assertTrue(waiting.join(Duration.ofSeconds(50)));
  }
}
