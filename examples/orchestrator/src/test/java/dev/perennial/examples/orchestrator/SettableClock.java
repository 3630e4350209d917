package dev.perennial.examples.orchestrator;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// A clock of a database, as an expression in SQL. It moves only when a test moves it.
final class SettableClock implements Supplier<String> {

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-21T12:00:00Z"));

  @Override
  public String get() {
    return Long.toString(instant().toEpochMilli());
  }

  Instant instant() {
    return now.get();
  }

  void advance(Duration step) {
    now.updateAndGet(before -> before.plus(step));
  }
}
