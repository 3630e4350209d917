package dev.perennial.launcher;

import dev.perennial.service.StandardError;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.logging.ConsoleHandler;
import java.util.logging.Filter;
import java.util.logging.Handler;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Why a program does not run, told to whoever started it: a plain line on standard error, and the
/// same in the log where that goes elsewhere.
final class Complaint {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private Complaint() {}

  static void tell(String line) {
    StandardError.tell(line, () -> logBeside(consoles(), line));
  }

  // Those of the JDK write to standard error, each record in two lines by default.
  private static List<Handler> consoles() {
    return Stream.of(java.util.logging.Logger.getLogger("").getHandlers())
        .filter(ConsoleHandler.class::isInstance)
        .toList();
  }

  private static void logBeside(List<Handler> consoles, String line) {
    if (consoles.isEmpty()) {
      LOG.log(Level.ERROR, line);
      return;
    }
    Handler console = consoles.getFirst();
    @Nullable Filter before = console.getFilter();
    console.setFilter(
        record -> !StandardError.isTold() && (before == null || before.isLoggable(record)));
    try {
      logBeside(consoles.subList(1, consoles.size()), line);
    } finally {
      console.setFilter(before);
    }
  }
}
