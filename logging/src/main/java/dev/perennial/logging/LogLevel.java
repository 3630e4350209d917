package dev.perennial.logging;

import java.util.logging.Level;

/// The levels of OpenStack's log files and options, the most severe first.
///
/// | here | [System.Logger] | `java.util.logging` | SLF4J |
/// |---|---|---|---|
/// | CRITICAL | | above SEVERE | |
/// | ERROR | ERROR | SEVERE | error |
/// | WARNING | WARNING | WARNING | warn |
/// | INFO | INFO | INFO | info |
/// | DEBUG | DEBUG | CONFIG, FINE | debug |
/// | TRACE | TRACE | FINER, FINEST | trace |
public enum LogLevel {
  /// The program cannot go on.
  CRITICAL(50, 2, Level.SEVERE.intValue() + 1),
  /// Something was not done.
  ERROR(40, 3, Level.SEVERE.intValue()),
  /// Something may go wrong later.
  WARNING(30, 4, Level.WARNING.intValue()),
  /// Another word for [#WARNING], in options only.
  WARN(30, 4, Level.WARNING.intValue()),
  /// What an operator wants to know while all goes well.
  INFO(20, 6, Level.INFO.intValue()),
  /// What a developer wants to know.
  DEBUG(10, 7, Level.FINE.intValue()),
  /// Every step.
  TRACE(5, 7, Level.FINEST.intValue());

  private final int number;
  private final int syslogPriority;
  private final int threshold;

  LogLevel(int number, int syslogPriority, int threshold) {
    this.number = number;
    this.syslogPriority = syslogPriority;
    this.threshold = threshold;
  }

  /// The level of a record.
  static LogLevel of(Level level) {
    int value = level.intValue();
    if (value >= ERROR.threshold) {
      return value >= CRITICAL.threshold ? CRITICAL : ERROR;
    }
    if (value >= INFO.threshold) {
      return value >= WARNING.threshold ? WARNING : INFO;
    }
    return value >= DEBUG.threshold ? DEBUG : TRACE;
  }

  /// The number that Python's `levelno` has.
  int number() {
    return number;
  }

  /// The severity of syslog(3).
  int syslogPriority() {
    return syslogPriority;
  }

  /// The lowest level that a logger set to this one lets through.
  Level threshold() {
    return switch (this) {
      // The JDK has no name for it.
      case CRITICAL -> Level.parse(Integer.toString(threshold));
      case ERROR -> Level.SEVERE;
      case WARNING, WARN -> Level.WARNING;
      case INFO -> Level.INFO;
      case DEBUG -> Level.FINE;
      case TRACE -> Level.ALL;
    };
  }

  boolean isAtLeast(LogLevel other) {
    return number >= other.number;
  }
}
