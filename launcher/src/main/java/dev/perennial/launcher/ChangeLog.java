package dev.perennial.launcher;

import dev.perennial.config.Mutated;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Tells operators what a new configuration has changed in this process.
final class ChangeLog {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  private ChangeLog() {}

  /// Logs a mutation that is in force: what it changed, and once for each difference what it could
  /// not change.
  ///
  /// @return the change in a few words
  static String mutated(Mutated result) {
    result.changes().forEach(one -> LOG.log(Level.INFO, "mutated: {0}", one));
    result.newlyIgnored().forEach(one -> LOG.log(Level.WARNING, "needs a restart: {0}", one));
    failures(result);
    return "%s options changed, %s need a restart"
        .formatted(result.changes().size(), result.change().ignored().size());
  }

  /// Logs who could not follow a change that is in force.
  static void failures(Mutated result) {
    result.failures().forEach(one -> LOG.log(Level.ERROR, "did not follow the change: {0}", one));
  }
}
