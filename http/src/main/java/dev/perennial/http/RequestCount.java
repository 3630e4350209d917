package dev.perennial.http;

import dev.perennial.service.Activity;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests over all runs of a server, for operators.
final class RequestCount {

  private final LongAdder total = new LongAdder();
  private final AtomicInteger inFlight = new AtomicInteger();

  void begin() {
    inFlight.incrementAndGet();
  }

  void end() {
    total.increment();
    inFlight.decrementAndGet();
  }

  Activity activity() {
    return new Activity(total.sum(), inFlight.get());
  }
}
