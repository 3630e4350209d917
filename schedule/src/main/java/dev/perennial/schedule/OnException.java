package dev.perennial.schedule;

/// What an exception in a run means for a [LoopingCall].
public enum OnException {
  /// It is logged and ends the call.
  STOP,

  /// It is logged, and the call goes on: at the next interval, or after a pause that grows with the
  /// failures in a row. Never at once.
  CONTINUE
}
