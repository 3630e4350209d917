package dev.perennial.launcher;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/// A log such as a file: its lines are the level and the message, before anything is put into it.
final class RecordedLines extends Handler {

  private final List<String> lines = new CopyOnWriteArrayList<>();

  List<String> all() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord record) {
    lines.add(record.getLevel() + " " + record.getMessage());
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
