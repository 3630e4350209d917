package dev.perennial.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What this process logs, for tests that say what an operator is told:
///
/// ```java
/// try (LogLines log = LogLines.of("com.example.volumes")) {
///   service.start();
///   assertEquals(List.of("12 volumes found"), log.all());
/// }
/// ```
///
/// It hears loggers of `java.util.logging`, to which `System.Logger` leads when nothing else is set
/// up, and changes no level: what a logger leaves out is not here either. May be used by any
/// thread.
public final class LogLines implements AutoCloseable {

  // Held, because the JDK forgets what was set on a logger that nobody holds.
  private final Logger logger;
  private final Handler handler = new Listener();
  private final List<String> lines = new ArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  /// Listens from now until it is closed.
  ///
  /// @param name of a logger; those below it are heard too, the empty name hears all
  /// @return what has been logged since
  public static LogLines of(String name) {
    LogLines log = new LogLines(Logger.getLogger(name));
    log.logger.addHandler(log.handler);
    return log;
  }

  /// All messages.
  ///
  /// @return the oldest first, with their parameters filled in, without time and level
  public List<String> all() {
    return with("");
  }

  /// The messages that contain a text.
  ///
  /// @param text anywhere in them
  /// @return the oldest first
  public List<String> with(String text) {
    synchronized (lines) {
      return lines.stream().filter(line -> line.contains(text)).toList();
    }
  }

  /// How many messages contain a text.
  ///
  /// @param text anywhere in them
  /// @return 0 if none does
  public int count(String text) {
    return with(text).size();
  }

  /// Waits until enough messages contain a text.
  ///
  /// @param text anywhere in them
  /// @param wanted how many of them
  /// @param limit to wait; zero or less only looks
  /// @throws AssertionError if they do not within the limit, with what was logged instead
  /// @throws InterruptedException if this thread is interrupted meanwhile
  public void await(String text, int wanted, Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    synchronized (lines) {
      while (count(text) < wanted) {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
          throw new AssertionError(
              "not logged %s times within %s: \"%s\", but %s"
                  .formatted(wanted, limit, text, lines));
        }
        lines.wait(left);
      }
    }
  }

  /// Forgets what was logged so far.
  public void clear() {
    synchronized (lines) {
      lines.clear();
    }
  }

  @Override
  public void close() {
    logger.removeHandler(handler);
  }

  private final class Listener extends Handler {

    private final SimpleFormatter formatter = new SimpleFormatter();

    @Override
    public void publish(LogRecord entry) {
      synchronized (lines) {
        lines.add(formatter.formatMessage(entry));
        lines.notifyAll();
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
