package dev.perennial.rpc.rabbitmq;

import dev.perennial.schedule.Ticker;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/// The ids of requests that were taken, for some minutes, so that one that is delivered again is
/// recognised.
///
/// Thread-safe.
final class Duplicates {

  private static final long KEPT = Duration.ofMinutes(10).toNanos();
  private static final int MOST = 50_000;

  private final Map<String, Long> taken = new LinkedHashMap<>();
  private final Ticker ticker;

  Duplicates(Ticker ticker) {
    this.ticker = ticker;
  }

  /// Notes an id.
  synchronized void add(String id) {
    long now = ticker.nanoTime();
    Iterator<Long> oldest = taken.values().iterator();
    while (oldest.hasNext() && (now - oldest.next() > KEPT || taken.size() >= MOST)) {
      oldest.remove();
    }
    taken.put(id, now);
  }

  /// Whether an id was noted.
  synchronized boolean contains(String id) {
    Long when = taken.get(id);
    return when != null && ticker.nanoTime() - when <= KEPT;
  }
}
