package dev.perennial.http;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;

/// Looks after slow clients: every now and then it goes through all connections, which costs less
/// than a timer for each request.
final class SlowClients extends AbstractLifeCycle implements Runnable {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final long SHORTEST_MILLIS = 20;
  private static final long LONGEST_MILLIS = 1000;

  /// One of those that are looked after.
  interface Watched {

    /// Ends it if its client is too slow.
    ///
    /// @param now the moment of the judgement
    void endIfTooSlow(long now);

    /// Ends it at once.
    void close();
  }

  private final Supplier<Stream<Watched>> connections;
  private final Scheduler timer;
  private final long everyMillis;

  /// @param connections what there are now
  SlowClients(Supplier<Stream<Watched>> connections, Scheduler timer, HttpTimeouts timeouts) {
    this.connections = connections;
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
      try {
        long now = System.nanoTime();
        connections.get().forEach(connection -> endIfTooSlow(connection, now));
      } finally {
        lookLater();
      }
    }
  }

  // One that cannot be ended as it should be must not keep the others from being looked after.
  private static void endIfTooSlow(Watched connection, long now) {
    try {
      connection.endIfTooSlow(now);
    } catch (RuntimeException failure) {
      LOG.log(Level.ERROR, "a slow client is cut off, as it could not be told", failure);
      connection.close();
    }
  }

  private void lookLater() {
    timer.schedule(this, everyMillis, TimeUnit.MILLISECONDS);
  }
}
