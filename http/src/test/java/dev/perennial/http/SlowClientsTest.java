package dev.perennial.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
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

  /// A connection that fails whenever it is to be judged.
  private static final class Failing implements SlowClients.Watched {

    private boolean closed;

    @Override
    public void endIfTooSlow(long now) {
      throw new IllegalStateException("broken");
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /// One that counts how often it is judged.
  private static final class Counting implements SlowClients.Watched {

    private int looks;

    @Override
    public void endIfTooSlow(long now) {
      looks++;
    }

    @Override
    public void close() {}
  }

  /// A timer that keeps what it is to run next.
  private static final class Timer extends AbstractLifeCycle implements Scheduler {

    private Runnable next = () -> {};

    @Override
    public Task schedule(Runnable task, long delay, TimeUnit units) {
      next = task;
      return () -> true;
    }

    void runNext() {
      Runnable due = next;
      next = () -> {};
      due.run();
    }
  }

  @Test
  void a_connection_that_fails_is_closed_and_the_others_are_looked_after_all_the_same()
      throws Exception {
    Timer timer = new Timer();
    Failing failing = new Failing();
    Counting other = new Counting();
    new SlowClients(() -> Stream.of(failing, other), timer, HttpTimeouts.DEFAULTS).start();
    try (LogLines log = LogLines.collect()) {
      timer.runNext();
      timer.runNext();
      assertEquals(2, log.with("a slow client is cut off").size());
    }
    assertTrue(failing.closed);
    assertEquals(2, other.looks);
  }

  @Test
  void a_look_that_fails_as_a_whole_is_not_the_last_one() throws Exception {
    Timer timer = new Timer();
    AtomicInteger looks = new AtomicInteger();
    Supplier<Stream<SlowClients.Watched>> connections =
        () -> {
          if (looks.incrementAndGet() == 1) {
            throw new IllegalStateException("broken");
          }
          return Stream.of();
        };
    new SlowClients(connections, timer, HttpTimeouts.DEFAULTS).start();
    assertThrows(IllegalStateException.class, timer::runNext);
    timer.runNext();
    assertEquals(2, looks.get());
  }
}
