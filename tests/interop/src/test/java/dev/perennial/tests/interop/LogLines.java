package dev.perennial.tests.interop;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// What is logged in this process below a name, from now until it is closed.
final class LogLines extends Handler implements AutoCloseable {

  private final Logger logger;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  private LogLines(Logger logger) {
    this.logger = logger;
  }

  static LogLines of(String name) {
    LogLines lines = new LogLines(Logger.getLogger(name));
    lines.logger.addHandler(lines);
    return lines;
  }

  /// The messages with this text.
  List<String> with(String text) {
    return lines.stream().filter(line -> line.contains(text)).toList();
  }

  /// How many messages have this text.
  long count(String text) {
    return with(text).size();
  }

  /// Waits until as many messages have this text.
  void await(String text, long count) {
    Waiting.until("the log says " + text, Broker.PATIENCE, () -> count(text) >= count);
  }

  @Override
  public void publish(LogRecord entry) {
    lines.add(new SimpleFormatter().formatMessage(entry));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
