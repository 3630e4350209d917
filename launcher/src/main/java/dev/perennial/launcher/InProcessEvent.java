package dev.perennial.launcher;

import java.util.Optional;

/// What the thread of a [ServiceLauncher] is told by others.
sealed interface InProcessEvent {

  /// Somebody outside wants something.
  ///
  /// @param wish what
  record Wished(Command.Wish wish) implements InProcessEvent {}

  /// The step that the services were taken through has ended.
  ///
  /// @param inTime whether all that had to end did so before the deadline
  /// @param failure what went wrong
  record StepEnded(boolean inTime, Optional<Throwable> failure) implements InProcessEvent {}

  /// The files of a reload have been read.
  ///
  /// @param result what came of it
  record ConfigRead(ReadConfig result) implements InProcessEvent {}

  /// The step was a reload, and ended with the services as they were before: they cannot start with
  /// the new configuration, or there is no thread for it.
  ///
  /// @param why in words for an operator
  record ReloadRefused(String why) implements InProcessEvent {}

  /// All services have been told to stop at once.
  record ServicesStopped() implements InProcessEvent {}
}
