package dev.perennial.schedule;

/// What [TaskGroup#start] does when the group has as many tasks as it may have.
public enum WhenFull {
  /// It waits until a task ends. A task of the group that starts another one then runs it itself,
  /// on its own thread, because it would wait for itself.
  BLOCK,

  /// It throws an [IllegalStateException].
  REFUSE
}
