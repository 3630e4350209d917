package dev.perennial.config;

import java.util.List;

/// A new configuration is in force. It may be equal to the old one: then no value changed and no
/// listener was called.
///
/// @param change what is different now, and what a mutate could not change
/// @param newlyIgnored those of [ConfigChange#ignored()] that were not named by an earlier result:
///   an option that keeps its old value differs from its file at every later mutate too
/// @param failures the listeners that could not follow, in the order of their calls
public record Mutated(
    ConfigChange change, List<ConfigChange.Change> newlyIgnored, List<ListenerFailure> failures)
    implements ChangeResult {

  /// Copies the lists.
  public Mutated {
    newlyIgnored = List.copyOf(newlyIgnored);
    failures = List.copyOf(failures);
  }

  /// {@return the options whose value is another one now, with secrets masked}
  public List<ConfigChange.Change> changes() {
    return change.changes();
  }
}
