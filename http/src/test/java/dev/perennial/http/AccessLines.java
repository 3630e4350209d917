package dev.perennial.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Collects the lines of the access log, and keeps them off the console.
final class AccessLines extends Handler implements AutoCloseable {

  // Held here, because the logging system forgets loggers that nobody holds.
  private static final Logger LOGGER = Logger.getLogger("dev.perennial.http.access");

  final List<String> lines = new CopyOnWriteArrayList<>();

  static void silence() {
    LOGGER.setUseParentHandlers(false);
  }

  static AccessLines collect() {
    AccessLines collector = new AccessLines();
    LOGGER.setLevel(Level.INFO);
    LOGGER.addHandler(collector);
    return collector;
  }

  static void setLogLevel(Level level) {
    LOGGER.setLevel(level);
  }

  String await(String part) {
    Await.until("a line with " + part, () -> lines.stream().anyMatch(l -> l.contains(part)));
    return lines.stream().filter(l -> l.contains(part)).findFirst().orElseThrow();
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(line.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    LOGGER.removeHandler(this);
  }
}
