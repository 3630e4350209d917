package dev.perennial.tests.interop;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// What a logger of this process says while it is open.
final class LogCapture extends Handler implements AutoCloseable {

  private final Queue<String> messages = new ConcurrentLinkedQueue<>();
  private final Logger logger;

  private LogCapture(Logger logger) {
    this.logger = logger;
  }

  static LogCapture of(String name) {
    LogCapture capture = new LogCapture(Logger.getLogger(name));
    capture.logger.addHandler(capture);
    return capture;
  }

  /// How many messages have this in them.
  long count(String part) {
    return messages.stream().filter(message -> message.contains(part)).count();
  }

  /// Waits until as many messages have this in them.
  void await(String part, long count) {
    Waiting.until("the log says " + part, Broker.PATIENCE, () -> count(part) >= count);
  }

  @Override
  public void publish(LogRecord record) {
    messages.add(record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
