package dev.perennial.examples.orchestrator;

import java.util.logging.Level;
import java.util.logging.Logger;

/// One line for each log record, in the order of fields that OpenStack's services use.
final class LogFormat {

  private static final String PROPERTY = "java.util.logging.SimpleFormatter.format";

  // What the HTTP engine does while all goes well is no news. Held, because the JDK forgets the
  // level of a logger that nobody holds.
  private static final Logger ENGINE = Logger.getLogger("org.eclipse.jetty");

  private LogFormat() {}

  /// To be called first in `main`: the JDK reads the format once, with the first record. A format
  /// from the command line stays.
  static void install() {
    if (System.getProperty(PROPERTY) == null) {
      long pid = ProcessHandle.current().pid();
      System.setProperty(PROPERTY, "%1$tF %1$tT.%1$tL " + pid + " %4$s %3$s %5$s%6$s%n");
    }
    ENGINE.setLevel(Level.WARNING);
  }
}
