package dev.perennial.config;

/// A configuration that has been checked completely and is not in force yet.
///
/// [Config#commit] puts it in force; dropping it has no effect. Immutable.
public final class Candidate {
  private final BoundSnapshot base;
  private final BoundSnapshot next;
  private final ConfigChange change;

  Candidate(BoundSnapshot base, BoundSnapshot next, ConfigChange change) {
    this.base = base;
    this.next = next;
    this.change = change;
  }

  /// {@return the snapshot that a commit would publish}
  public ConfigSnapshot snapshot() {
    return next.snapshot();
  }

  /// {@return what a commit would change}
  public ConfigChange change() {
    return change;
  }

  BoundSnapshot base() {
    return base;
  }

  BoundSnapshot next() {
    return next;
  }
}
