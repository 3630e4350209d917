package dev.perennial.launcher;

import dev.perennial.config.ConfigChange;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashSet;
import java.util.Set;

/// Tells operators what a mutation changed, and once for each difference what it could not change.
///
/// Used by one thread at a time.
final class ChangeLog {

  private static final Logger LOG = System.getLogger("dev.perennial.launcher");

  // What differs between the files and the running program and was named already. It differs again
  // at every later mutation, and would be named each time.
  private Set<ConfigChange.Change> named = Set.of();

  /// Logs a change that is in force.
  ///
  /// @return the change in a few words
  String mutated(ConfigChange change) {
    change.changes().forEach(one -> LOG.log(Level.INFO, "mutated: {0}", one));
    Set<ConfigChange.Change> ignored = new HashSet<>(change.ignored());
    ignored.stream()
        .filter(one -> !named.contains(one))
        .forEach(one -> LOG.log(Level.WARNING, "needs a restart: {0}", one));
    named = ignored;
    return change.changes().size() + " options changed, " + ignored.size() + " need a restart";
  }
}
