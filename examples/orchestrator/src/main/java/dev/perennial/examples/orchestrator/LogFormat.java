package dev.perennial.examples.orchestrator;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// One line for each log record, in the order of fields that OpenStack's services use.
final class LogFormat {

  private static final String PROPERTY = "java.util.logging.SimpleFormatter.format";

  // What the HTTP engine and the broker do while all goes well is no news. Held, because the JDK
  // forgets the level of a logger that nobody holds.
  private static final List<Logger> QUIET =
      Stream.of("org.eclipse.jetty", "org.apache.qpid", "qpid").map(Logger::getLogger).toList();

  private LogFormat() {}

  /// To be called first in `main`: the JDK reads the format once, with the first record. A format
  /// from the command line stays.
  static void install() {
    if (System.getProperty(PROPERTY) == null) {
      long pid = ProcessHandle.current().pid();
      System.setProperty(PROPERTY, "%1$tF %1$tT.%1$tL " + pid + " %4$s %3$s %5$s%6$s%n");
    }
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }
}
