package dev.perennial.logging;

import dev.perennial.config.Config;
import dev.perennial.schedule.Deadline;
import dev.perennial.schedule.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;

/// The outlets that one setup opened: makes an event of each record and gives it to all of them.
///
/// Thread-safe.
final class OpenOutlets {

  // What a process may take to write its last records.
  private static final Duration LAST = Duration.ofSeconds(1);
  private static final long LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final List<Outlet> outlets;
  private final RateLimit rateLimit;
  private final UnaryOperator<String> mask;
  private final Ticker ticker;
  // A thread that publishes counts itself first and looks then; the one that retires them says so
  // first and counts then. So nobody publishes to outlets that are being closed.
  private final AtomicInteger publishing = new AtomicInteger();
  private volatile boolean retired;

  OpenOutlets(
      List<Outlet> outlets, RateLimit rateLimit, UnaryOperator<String> mask, Ticker ticker) {
    this.outlets = List.copyOf(outlets);
    this.rateLimit = rateLimit;
    this.mask = mask;
    this.ticker = ticker;
  }

  /// @throws IOException in words for an operator, if a file cannot be opened; nothing is open then
  static OpenOutlets open(Config config, LogOptions options, String product, String process)
      throws IOException {
    ProgramFacts facts = ProgramFacts.of(product, config.programName(), process);
    UnaryOperator<String> mask = config.secretMask();
    Ticker ticker = Ticker.system();
    return new OpenOutlets(
        new Outlets(options, facts).open(), new RateLimit(options, ticker), mask, ticker);
  }

  /// Takes a record, unless others have taken their place.
  ///
  /// @return whether it was taken
  boolean publish(LogRecord record) {
    publishing.incrementAndGet();
    try {
      if (retired) {
        return false;
      }
      publishLimited(record);
      return true;
    } finally {
      publishing.decrementAndGet();
    }
  }

  private void publishLimited(LogRecord record) {
    try {
      switch (rateLimit.of(LogLevel.of(record.getLevel()))) {
        case WRITE -> publish(LogEvent.of(record, mask));
        case DROP_AND_TELL ->
            publish(LogEvent.ofOwn(LogLevel.WARNING, rateLimit.inWords(), record.getMillis()));
        case DROP -> {}
      }
    } catch (RuntimeException | Error unprintable) {
      // Whoever logs must not be hurt by what is wrong with a record.
      publish(
          LogEvent.ofOwn(
              LogLevel.ERROR,
              "a record of "
                  + record.getLoggerName()
                  + " cannot be written: "
                  + FailureText.of(unprintable),
              record.getMillis()));
    }
  }

  private void publish(LogEvent event) {
    outlets.forEach(outlet -> outlet.publish(event));
  }

  /// How many records were lost because they could not be written.
  long lost() {
    return outlets.stream().mapToLong(Outlet::lost).sum();
  }

  /// @throws IOException in words for an operator, once all have been tried
  void reopen() throws IOException {
    List<String> failures = new ArrayList<>();
    for (Outlet outlet : outlets) {
      try {
        outlet.reopen();
      } catch (IOException failure) {
        failures.add(String.valueOf(failure.getMessage()));
      }
    }
    if (!failures.isEmpty()) {
      throw new IOException(String.join("; ", failures));
    }
  }

  /// Waits until all is written, for a second at most.
  void flush() {
    flush(Deadline.after(LAST, ticker));
  }

  // All write at the same time: one that cannot takes none of it from the others.
  private void flush(Deadline deadline) {
    outlets.forEach(Outlet::hurry);
    outlets.forEach(outlet -> outlet.flush(deadline));
  }

  /// Writes what they have, for a second at most, and ends.
  void close() {
    Deadline deadline = Deadline.after(LAST, ticker);
    flush(deadline);
    outlets.forEach(outlet -> outlet.close(deadline));
  }

  /// The same once others have taken their place: what is being published still comes in.
  void retire() {
    retired = true;
    Deadline deadline = Deadline.after(LAST, ticker);
    while (publishing.get() > 0 && !deadline.passed()) {
      LockSupport.parkNanos(this, LOOK_NANOS);
    }
    close();
  }
}
