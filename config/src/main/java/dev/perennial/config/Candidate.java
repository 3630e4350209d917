package dev.perennial.config;

import java.util.Map;

/// A configuration that has been checked completely and is not in force yet.
///
/// [Config#commit] puts it in force; dropping it has no effect. Immutable.
public final class Candidate {
  private final BoundSnapshot base;
  private final BoundSnapshot next;
  private final ConfigChange change;
  private final Map<OptionKey, Effective> ignored;

  /// Takes what a mutate could not take over, besides the change itself.
  Candidate(
      BoundSnapshot base,
      BoundSnapshot next,
      ConfigChange change,
      Map<OptionKey, Effective> ignored) {
    this.base = base;
    this.next = next;
    this.change = change;
    this.ignored = ignored;
  }

  /// {@return the snapshot that a commit would publish}
  public ConfigSnapshot snapshot() {
    return next.snapshot();
  }

  /// {@return what a commit would change}
  public ConfigChange change() {
    return change;
  }

  /// What takes this one back once it has been committed: exactly what was in force before, without
  /// asking anybody.
  ///
  /// @return the configuration to commit; its generation is that from before
  public Candidate reversed() {
    return new Candidate(next, base, next.changeTo(base, Map.of()), Map.of());
  }

  BoundSnapshot base() {
    return base;
  }

  BoundSnapshot next() {
    return next;
  }

  /// The values that the files have for the options of [ConfigChange#ignored()].
  Map<OptionKey, Effective> ignored() {
    return ignored;
  }
}
