package dev.perennial.logging;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// The handler of the root logger: makes an event of each record and gives it to all outlets.
final class OutletHandler extends Handler {

  // What a process may take to write its last records.
  private static final long LAST_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final List<Outlet> outlets;
  private final RateLimit rateLimit;
  private final UnaryOperator<String> mask;

  OutletHandler(List<Outlet> outlets, RateLimit rateLimit, UnaryOperator<String> mask) {
    this.outlets = List.copyOf(outlets);
    this.rateLimit = rateLimit;
    this.mask = mask;
    setLevel(Level.ALL);
  }

  @Override
  public void publish(LogRecord record) {
    if (!isLoggable(record)) {
      return;
    }
    try {
      switch (rateLimit.of(LogLevel.of(record.getLevel()))) {
        case WRITE -> publish(LogEvent.of(record, mask));
        case DROP_AND_TELL ->
            publish(LogEvent.ofOwn(LogLevel.WARNING, rateLimit.inWords(), record.getMillis()));
        case DROP -> {}
      }
    } catch (RuntimeException unprintable) {
      // Whoever logs must not be hurt by what is wrong with a record.
      publish(
          LogEvent.ofOwn(
              LogLevel.ERROR,
              "a record of " + record.getLoggerName() + " cannot be written: " + unprintable,
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

  @Override
  public void flush() {
    outlets.forEach(outlet -> outlet.flush(LAST_NANOS));
  }

  // Also called by the JDK when the process ends.
  @Override
  public void close() {
    outlets.forEach(outlet -> outlet.close(LAST_NANOS));
  }
}
