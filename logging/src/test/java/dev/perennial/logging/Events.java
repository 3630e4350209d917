package dev.perennial.logging;

import dev.perennial.config.Config;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/// Records and options to test with.
final class Events {

  static final ProgramFacts PROGRAM =
      new ProgramFacts("foo", "foo-api", "api/0", 4711, "host", 1_000_000);

  private Events() {}

  static LogOptions options(String... namesAndValues) {
    var config = Config.of(LogOptions.class);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      config.set(namesAndValues[i], namesAndValues[i + 1]);
    }
    return config.build();
  }

  static LogEvent of(LogLevel level, String message) {
    return new LogEvent(
        1_000_007, level, "a.b", message, List.of(), "main", 1, Optional.empty(), Optional.empty());
  }

  static LogEvent logged(Level level, String message, Object... parameters) {
    LogRecord record = new LogRecord(level, message);
    record.setParameters(parameters);
    return LogEvent.of(record, UnaryOperator.identity());
  }
}
