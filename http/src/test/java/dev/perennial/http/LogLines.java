package dev.perennial.http;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Collects what the server logs, and keeps it off the console.
final class LogLines extends Handler implements AutoCloseable {

  private final Logger logger = Logger.getLogger("dev.perennial.http");
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines() {
    setFormatter(new SimpleFormatter());
  }

  static LogLines collect() {
    LogLines collector = new LogLines();
    collector.logger.setUseParentHandlers(false);
    collector.logger.addHandler(collector);
    return collector;
  }

  List<String> with(String part) {
    return lines.stream().filter(line -> line.contains(part)).toList();
  }

  @Override
  public void publish(LogRecord line) {
    lines.add(getFormatter().formatMessage(line));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }
}
