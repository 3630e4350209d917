package dev.perennial.http;

import dev.perennial.config.FileReason;
import dev.perennial.service.Counter;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;

/// Counts the lines of an access log that are lost, and tells of each time that it happens when it
/// begins and when it has ended, however many lines it were.
///
/// For any thread.
final class LostLines {

  private static final Logger LOG = System.getLogger("dev.perennial.http");

  private static final String HANGS = "its file system hangs, or nobody reads it";

  private final Path path;
  private final Counter counter;
  private String reason = HANGS;
  // Whether it is told that the file cannot be written, until it can.
  private boolean failureTold;
  // None ──a line is lost, which is told──► some ──all that waits is written, which is told──► none
  private volatile long lost;

  LostLines(Path path, Counter counter) {
    this.path = path;
    this.counter = counter;
  }

  /// There was no more room for a line.
  void add() {
    counter.increment();
    String why;
    synchronized (this) {
      lost++;
      if (lost > 1) {
        return;
      }
      why = reason;
    }
    LOG.log(Level.WARNING, "lines of the access log {0} are lost: {1}", path, why);
  }

  /// Lines cannot be written now, and wait.
  void failed(Throwable failure) {
    String why = failure instanceof IOException known ? FileReason.of(known) : failure.toString();
    synchronized (this) {
      reason = why;
      if (failureTold) {
        return;
      }
      failureTold = true;
    }
    LOG.log(
        Level.WARNING,
        "the access log {0} cannot be written: {1}; its lines wait, and are lost when there are too"
            + " many",
        path,
        why);
  }

  /// Some lines were written, and perhaps all that waited.
  void written(boolean all) {
    long count;
    synchronized (this) {
      reason = HANGS;
      failureTold = false;
      if (lost == 0 || !all) {
        return;
      }
      count = lost;
      lost = 0;
    }
    LOG.log(Level.WARNING, "{0} lines of the access log {1} were lost", text(count), path);
  }

  /// Nothing more will be written.
  ///
  /// @param left lines that still waited
  void end(long left) {
    counter.add(left);
    long count;
    String why;
    synchronized (this) {
      count = lost + left;
      why = reason;
      lost = 0;
    }
    if (count > 0) {
      LOG.log(
          Level.WARNING,
          "the last {0} lines of the access log {1} are lost: {2}",
          text(count),
          path,
          why);
    }
  }

  // A number itself would be written in the digits of the country.
  private static String text(long count) {
    return Long.toString(count);
  }
}
