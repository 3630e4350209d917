package dev.perennial.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// Looks after slow clients: every now and then it goes through all connections, which costs less
/// than a timer for each request.
final class SlowClients extends AbstractLifeCycle implements Runnable {

  private static final long SHORTEST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 1000;

  private final SharedSocketConnector connector;
  private final Scheduler timer;
  private final long everyMillis;

  SlowClients(SharedSocketConnector connector, Scheduler timer, HttpTimeouts timeouts) {
    this.connector = connector;
    this.timer = timer;
    this.everyMillis = pauseMillis(timeouts);
  }

  // Often enough to be late by no more than a quarter; a time that is not limited says nothing.
  static long pauseMillis(HttpTimeouts timeouts) {
    long shortest =
        Stream.of(timeouts.head(), timeouts.stall(), timeouts.grace())
            .filter(Duration::isPositive)
            .mapToLong(Duration::toMillis)
            .min()
            .orElse(Long.MAX_VALUE);
    return Math.clamp(shortest / 4, SHORTEST_MILLIS, LONGEST_MILLIS);
  }

  @Override
  protected void doStart() {
    lookLater();
  }

  @Override
  public void run() {
    if (isRunning()) {
      connector.endTooSlow();
      lookLater();
    }
  }

  private void lookLater() {
    timer.schedule(this, everyMillis, TimeUnit.MILLISECONDS);
  }
}
