package dev.perennial.schedule;

/// How a [LoopingCall] or a [Task] stands or ended.
///
/// @param <T> what it gives in the end
public sealed interface Outcome<T> {

  /// It had not ended by the deadline of the wait.
  ///
  /// @param <T> what it would give
  record Running<T>() implements Outcome<T> {}

  /// It was stopped or cancelled.
  ///
  /// @param <T> what it would have given
  record Stopped<T>() implements Outcome<T> {}

  /// It came to its own end.
  ///
  /// @param value what it gave
  /// @param <T> the type of the value
  record Finished<T>(T value) implements Outcome<T> {}

  /// Something it threw ended it.
  ///
  /// @param cause what it threw
  /// @param <T> what it would have given
  record Failed<T>(Throwable cause) implements Outcome<T> {}
}
